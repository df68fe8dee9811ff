package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.git.FileDiff;
import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Pull requests. */
public final class PullApi {
  private final Desk desk;
  private final Branches branches;

  public PullApi(Desk desk, Branches branches) {
    this.desk = desk;
    this.branches = branches;
  }

  public void declare(Router router) {
    String repo = "/repos/{owner}/{repo}";
    router
        .on("GET", repo + "/pulls", this::list)
        .on("POST", repo + "/pulls", this::open)
        .on("GET", repo + "/pulls/{number}", this::get)
        .on("GET", repo + "/pulls/{number}/files", this::files)
        .on("GET", repo + "/commits/{sha}/pulls", this::ofCommit);
  }

  private Reply list(ApiRequest request) {
    Repo repo = desk.repo(request);
    String state = request.query("state").orElse("open");
    List<PullRequest> pulls =
        repo.pulls().stream()
            .filter(pull -> state.equals("all") || pull.isOpen() == state.equals("open"))
            .filter(pull -> request.query("base").map(pull.head().base()::equals).orElse(true))
            .filter(pull -> request.query("head").map(label(pull)::equals).orElse(true))
            .toList();
    return desk.page(request, pulls, pull -> desk.pullShapes().pull(repo, pull));
  }

  private static String label(PullRequest pull) {
    return pull.head().repo().owner().login() + ":" + pull.head().branch();
  }

  private Reply get(ApiRequest request) {
    Repo repo = desk.repo(request);
    return Reply.ok(desk.pullShapes().full(repo, desk.pull(repo, request.number("number"))));
  }

  private Reply files(ApiRequest request) {
    Repo repo = desk.repo(request);
    PullRequest pull = desk.pull(repo, request.number("number"));
    GitReader git = repo.git().reader();
    String base = repo.git().branch(pull.head().base()).orElseThrow(ApiProblem::notFound);
    List<FileDiff> diffs =
        git.diff(git.mergeBase(base, pull.headSha()).orElse(null), pull.headSha());
    return desk.page(request, diffs, diff -> desk.shapes().file(repo, diff, pull.headSha()));
  }

  private Reply ofCommit(ApiRequest request) {
    Repo repo = desk.repo(request);
    String sha = desk.commit(repo, request.part("sha")).sha();
    GitReader git = repo.git().reader();
    List<PullRequest> pulls =
        repo.pulls().stream()
            .filter(pull -> git.isAncestor(sha, pull.headSha()))
            .filter(pull -> !isOnBase(repo, pull, sha))
            .toList();
    return desk.page(request, pulls, pull -> desk.pullShapes().pull(repo, pull));
  }

  private static boolean isOnBase(Repo repo, PullRequest pull, String sha) {
    return repo.git()
        .branch(pull.head().base())
        .map(base -> repo.git().reader().isAncestor(sha, base))
        .orElse(false);
  }

  private Reply open(ApiRequest request) {
    Repo repo = desk.writable(request);
    String title = request.required("title");
    String base = request.required("base");
    PullRequest.Head head = head(repo, request.required("head"), base);
    String from = head.repo().git().branch(head.branch()).orElseThrow(() -> invalid("head"));
    String to = repo.git().branch(base).orElseThrow(() -> invalid("base"));
    if (repo.git().reader().isAncestor(from, to)) {
      throw ApiProblem.invalid(
          "Validation Failed: No commits between " + base + " and " + head.branch());
    }
    if (repo.pulls().stream().anyMatch(pull -> pull.isOpen() && pull.head().equals(head))) {
      throw ApiProblem.invalid(
          "Validation Failed: A pull request already exists for "
              + head.repo().owner().login()
              + ":"
              + head.branch()
              + ".");
    }
    JsonNode json = request.json();
    boolean draft = json.path("draft").asBoolean(false);
    PullRequest.Text text = new PullRequest.Text(title, Json.text(json, "body"), draft);
    PullRequest pull = branches.open(repo, head, text, request.caller());
    return Reply.created(desk.pullShapes().full(repo, pull));
  }

  private static ApiProblem invalid(String field) {
    return ApiProblem.invalid("Validation Failed: PullRequest " + field + " invalid");
  }

  /** A head is a branch of this repository, or {@code owner:branch} of a fork. */
  private PullRequest.Head head(Repo repo, String head, String base) {
    int colon = head.indexOf(':');
    if (colon < 0) {
      return new PullRequest.Head(repo, head, base);
    }
    Repo from =
        desk.world()
            .repo(head.substring(0, colon) + "/" + repo.name())
            .orElseThrow(() -> invalid("head"));
    return new PullRequest.Head(from, head.substring(colon + 1), base);
  }
}
