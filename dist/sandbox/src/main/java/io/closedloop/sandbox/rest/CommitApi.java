package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.git.FileDiff;
import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.CommitStatus;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.Repo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Commits, comparisons and commit statuses. */
public final class CommitApi {
  private static final Set<String> STATES = Set.of("error", "failure", "pending", "success");
  private static final int DESCRIPTION = 140;
  private static final int MOST_STATUSES = 1000;
  private final Desk desk;
  private final Announcer announcer;

  public CommitApi(Desk desk, Announcer announcer) {
    this.desk = desk;
    this.announcer = announcer;
  }

  public void declare(Router router) {
    String repo = "/repos/{owner}/{repo}";
    router
        .on("GET", repo + "/commits", this::list)
        .on("GET", repo + "/commits/{ref+}/status", this::combined)
        .on("GET", repo + "/commits/{ref+}/statuses", this::statuses)
        .on("GET", repo + "/commits/{ref+}", this::commit)
        .on("GET", repo + "/compare/{span+}", this::compare)
        .on("POST", repo + "/statuses/{sha}", this::report);
  }

  private Reply list(ApiRequest request) {
    Repo repo = desk.repo(request);
    CommitInfo from = desk.commit(repo, request.query("sha").orElse(repo.defaultBranch()));
    List<CommitInfo> commits = repo.git().reader().log(from.sha(), null);
    return desk.page(request, commits, commit -> desk.shapes().commit(repo, commit));
  }

  private Reply commit(ApiRequest request) {
    Repo repo = desk.repo(request);
    CommitInfo commit = desk.commit(repo, request.part("ref"));
    String parent = commit.parents().isEmpty() ? null : commit.parents().getFirst();
    ObjectNode node = desk.shapes().commit(repo, commit);
    List<FileDiff> diffs = repo.git().reader().diff(parent, commit.sha());
    int additions = diffs.stream().mapToInt(FileDiff::additions).sum();
    int deletions = diffs.stream().mapToInt(FileDiff::deletions).sum();
    node.set(
        "stats",
        object("additions", additions, "deletions", deletions, "total", additions + deletions));
    node.set("files", files(repo, diffs, commit.sha()));
    return Reply.ok(node);
  }

  private JsonNode files(Repo repo, List<FileDiff> diffs, String ref) {
    return Json.array(diffs.stream().map(diff -> desk.shapes().file(repo, diff, ref)).toList());
  }

  private Reply compare(ApiRequest request) {
    Repo repo = desk.repo(request);
    String[] ends = request.part("span").split("\\.\\.\\.", 2);
    if (ends.length != 2) {
      throw ApiProblem.notFound();
    }
    GitReader git = repo.git().reader();
    String base = end(repo, ends[0]);
    String head = end(repo, ends[1]);
    String fork = git.mergeBase(base, head).orElseThrow(ApiProblem::notFound);
    List<CommitInfo> ahead = git.log(head, base).reversed();
    int behind = git.log(base, head).size();
    String span = "/compare/" + base + "..." + head;
    String status = behind == 0 ? "ahead" : ahead.isEmpty() ? "behind" : "diverged";
    return Reply.ok(
        object(
            "url",
            desk.shapes().url(repo) + span,
            "html_url",
            desk.shapes().html(repo) + span,
            "permalink_url",
            desk.shapes().html(repo) + span,
            "diff_url",
            desk.shapes().html(repo) + span + ".diff",
            "patch_url",
            desk.shapes().html(repo) + span + ".patch",
            "base_commit",
            desk.shapes().commit(repo, git.commit(base)),
            "merge_base_commit",
            desk.shapes().commit(repo, git.commit(fork)),
            "status",
            base.equals(head) ? "identical" : status,
            "ahead_by",
            ahead.size(),
            "behind_by",
            behind,
            "total_commits",
            ahead.size(),
            "commits",
            ahead.stream().map(c -> desk.shapes().commit(repo, c)).toList(),
            "files",
            files(repo, git.diff(fork, head), head)));
  }

  /** One end of a comparison; {@code owner:branch} means a fork's branch. */
  private String end(Repo repo, String ref) {
    int colon = ref.indexOf(':');
    Repo from =
        colon < 0
            ? repo
            : desk.world()
                .repo(ref.substring(0, colon) + "/" + repo.name())
                .orElseThrow(ApiProblem::notFound);
    return from.git().resolve(ref.substring(colon + 1)).orElseThrow(ApiProblem::notFound);
  }

  private Reply report(ApiRequest request) {
    Repo repo = desk.writable(request);
    CommitInfo commit = desk.commit(repo, request.part("sha"));
    JsonNode json = request.json();
    String state = request.required("state");
    if (!STATES.contains(state)) {
      throw ApiProblem.invalid("Validation Failed: state is not included in the list");
    }
    String description = Json.text(json, "description");
    if (description != null && description.length() > DESCRIPTION) {
      throw ApiProblem.invalid(
          "Validation Failed: description is too long (maximum is 140 characters)");
    }
    String named = Json.text(json, "context");
    String context = named == null ? "default" : named;
    long before =
        repo.statuses(commit.sha()).stream().filter(s -> s.context().equals(context)).count();
    if (before >= MOST_STATUSES) {
      throw ApiProblem.invalid(
          "Validation Failed: This SHA and context has reached the maximum number of statuses.");
    }
    CommitStatus status =
        new CommitStatus(
            desk.world().nextId(),
            commit.sha(),
            state,
            context,
            new CommitStatus.Text(description, targetUrl(json)),
            request.caller(),
            desk.world().now());
    repo.add(status);
    announcer.status(repo, status);
    return Reply.created(desk.pullShapes().status(repo, status));
  }

  private static @Nullable String targetUrl(JsonNode json) {
    String url = Json.text(json, "target_url");
    if (url != null && !url.isEmpty() && !url.matches("https?://.*")) {
      throw ApiProblem.invalid("Validation Failed: target_url must use http(s) scheme");
    }
    return url;
  }

  private Reply statuses(ApiRequest request) {
    Repo repo = desk.repo(request);
    String sha = desk.commit(repo, request.part("ref")).sha();
    return desk.page(request, repo.statuses(sha), status -> desk.pullShapes().status(repo, status));
  }

  private Reply combined(ApiRequest request) {
    Repo repo = desk.repo(request);
    String sha = desk.commit(repo, request.part("ref")).sha();
    Map<String, CommitStatus> latest = new LinkedHashMap<>();
    repo.statuses(sha).forEach(status -> latest.putIfAbsent(status.context(), status));
    List<String> states = latest.values().stream().map(CommitStatus::state).toList();
    boolean failed = states.contains("failure") || states.contains("error");
    boolean pending = states.isEmpty() || states.contains("pending");
    return Reply.ok(
        object(
            "state",
            failed ? "failure" : pending ? "pending" : "success",
            "statuses",
            latest.values().stream().map(s -> desk.pullShapes().status(repo, s)).toList(),
            "sha",
            sha,
            "commit_url",
            desk.shapes().url(repo) + "/commits/" + sha,
            "url",
            desk.shapes().url(repo) + "/commits/" + sha + "/status",
            "total_count",
            latest.size(),
            "repository",
            desk.shapes().brief(repo)));
  }
}
