package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.CheckRun;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.Repo;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Check runs: those that GitHub makes of jobs, and those that apps write. */
public final class CheckApi {
  private static final int LONGEST = 65_535;
  private static final Set<String> CONCLUSIONS =
      Set.of(
          "action_required",
          "cancelled",
          "failure",
          "neutral",
          "success",
          "skipped",
          "stale",
          "timed_out");

  private final Desk desk;
  private final Announcer announcer;

  public CheckApi(Desk desk, Announcer announcer) {
    this.desk = desk;
    this.announcer = announcer;
  }

  public void declare(Router router) {
    String repo = "/repos/{owner}/{repo}";
    router
        .on("GET", repo + "/commits/{ref+}/check-runs", this::list)
        .on("GET", repo + "/check-runs/{check}", this::get)
        .on("GET", repo + "/check-runs/{check}/annotations", this::annotations)
        .on("POST", repo + "/check-runs", this::create)
        .on("PATCH", repo + "/check-runs/{check}", this::update);
  }

  private Reply list(ApiRequest request) {
    Repo repo = desk.repo(request);
    String sha = desk.commit(repo, request.part("ref")).sha();
    Stream<ObjectNode> ofJobs =
        repo.runs().stream()
            .filter(run -> run.origin().headSha().equals(sha))
            .flatMap(run -> run.latest().jobs().stream())
            .map(desk.runShapes()::checkRun);
    Stream<ObjectNode> ofApps =
        repo.checkRuns(sha).stream().map(run -> desk.checkShapes().checkRun(repo, run));
    List<ObjectNode> wanted =
        Stream.concat(ofApps, ofJobs)
            .filter(run -> fits(request, "check_name", run, "name"))
            .filter(run -> fits(request, "status", run, "status"))
            .toList();
    return desk.counted(request, "check_runs", wanted, run -> run);
  }

  private static boolean fits(ApiRequest request, String parameter, ObjectNode run, String field) {
    return request.query(parameter).map(run.path(field).asString()::equals).orElse(true);
  }

  private Reply get(ApiRequest request) {
    Repo repo = desk.repo(request);
    Optional<Job> job = repo.job(request.number("check"));
    return Reply.ok(
        job.isPresent()
            ? desk.runShapes().checkRun(job.get())
            : desk.checkShapes().checkRun(repo, find(repo, request)));
  }

  private Reply annotations(ApiRequest request) {
    Repo repo = desk.repo(request);
    Optional<Job> job = repo.job(request.number("check"));
    if (job.isEmpty()) {
      find(repo, request);
    }
    return desk.page(
        request,
        job.map(each -> each.state().annotations()).orElse(List.of()),
        desk.runShapes()::annotation);
  }

  private static CheckRun find(Repo repo, ApiRequest request) {
    return repo.checkRun(request.number("check")).orElseThrow(ApiProblem::notFound);
  }

  /** The repository, if the caller is an app. */
  private Repo forApps(ApiRequest request) {
    if (!request.caller().isBot()) {
      desk.repo(request);
      throw new ApiProblem(403, "You must authenticate via a GitHub App.");
    }
    return desk.writable(request);
  }

  private Reply create(ApiRequest request) {
    Repo repo = forApps(request);
    String sha = desk.commit(repo, request.required("head_sha")).sha();
    CheckRun.Times now = new CheckRun.Times(desk.world().now(), null);
    CheckRun.Text nothing = new CheckRun.Text(null, null, null, null);
    CheckRun blank =
        new CheckRun(
            desk.world().nextId(),
            sha,
            request.required("name"),
            request.caller(),
            "queued",
            null,
            nothing,
            now);
    CheckRun run = merged(blank, request.json());
    repo.put(run);
    announcer.checkRun("created", repo, run);
    if (run.conclusion() != null) {
      announcer.checkRun("completed", repo, run);
    }
    return Reply.created(desk.checkShapes().checkRun(repo, run));
  }

  private Reply update(ApiRequest request) {
    Repo repo = forApps(request);
    if (repo.job(request.number("check")).isPresent()) {
      throw foreign();
    }
    CheckRun before = find(repo, request);
    if (!before.app().equals(request.caller())) {
      throw foreign();
    }
    CheckRun run = merged(before, request.json());
    repo.put(run);
    if (run.conclusion() != null && before.conclusion() == null) {
      announcer.checkRun("completed", repo, run);
    }
    return Reply.ok(desk.checkShapes().checkRun(repo, run));
  }

  private static ApiProblem foreign() {
    return new ApiProblem(
        403, "Invalid app_id - check run can only be modified by the GitHub App that created it.");
  }

  /** What was said before, with what the body says anew. */
  private CheckRun merged(CheckRun before, JsonNode json) {
    String conclusion = or(Json.text(json, "conclusion"), before.conclusion());
    String given = Json.text(json, "status");
    if (given != null && !given.equals("completed")) {
      conclusion = null;
    }
    if (conclusion == null ? "completed".equals(given) : !CONCLUSIONS.contains(conclusion)) {
      throw ApiProblem.invalid("Invalid request.\n\nconclusion is not one that a check run has.");
    }
    JsonNode output = json.path("output");
    CheckRun.Text old = before.text();
    String name = Json.text(json, "name");
    Instant ended = before.times().completed();
    return new CheckRun(
        before.id(),
        before.sha(),
        name == null ? before.name() : name,
        before.app(),
        conclusion != null ? "completed" : given != null ? given : before.status(),
        conclusion,
        new CheckRun.Text(
            or(Json.text(json, "external_id"), old.externalId()),
            or(Json.text(json, "details_url"), old.detailsUrl()),
            or(Json.text(output, "title"), old.title()),
            summary(or(Json.text(output, "summary"), old.summary()))),
        new CheckRun.Times(
            before.times().started(),
            conclusion == null ? null : ended != null ? ended : desk.world().now()));
  }

  private static @Nullable String or(@Nullable String said, @Nullable String otherwise) {
    return said == null ? otherwise : said;
  }

  private static @Nullable String summary(@Nullable String text) {
    if (text != null && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw ApiProblem.invalid(
          "Invalid request.\n\nOnly 65535 characters are allowed; more were supplied.");
    }
    return text;
  }
}
