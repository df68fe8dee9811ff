package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.array;
import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Annotation;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.JobState;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.Run;
import io.closedloop.sandbox.world.Step;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of workflow runs, jobs and check runs. */
public record RunShapes(Shapes shapes) {

  private static final Account ACTIONS = new Account(15368, "github-actions[bot]");

  public ObjectNode run(Run run, Attempt attempt) {
    Run.Origin origin = run.origin();
    Repo repo = origin.repo();
    String url = shapes.url(repo) + "/actions/runs/" + run.id();
    ObjectNode node =
        object(
            "id", run.id(),
            "name", run.workflow().name(),
            "node_id", Shapes.nodeId("WFR_", run.id()),
            "check_suite_id", checkSuite(run),
            "check_suite_node_id", Shapes.nodeId("CS_", checkSuite(run)),
            "check_suite_url", shapes.url(repo) + "/check-suites/" + checkSuite(run),
            "cancel_url", url + "/cancel",
            "head_branch", origin.headBranch(),
            "head_sha", origin.headSha(),
            "path", run.workflow().path(),
            "run_number", run.number(),
            "event", origin.event(),
            "display_title", title(run),
            "status", attempt.status(),
            "conclusion", attempt.conclusion().orElse(null),
            "workflow_id", run.workflow().id(),
            "url", url,
            "html_url", html(run),
            "pull_requests", pulls(origin),
            "created_at", run.createdAt(),
            "updated_at", attempt.updatedAt(),
            "actor", shapes.account(origin.actor()),
            "run_attempt", attempt.number(),
            "run_started_at", attempt.startedAt(),
            "triggering_actor", shapes.account(attempt.triggeringActor()));
    node.put("jobs_url", url + "/jobs");
    node.put("logs_url", url + "/logs");
    node.put("rerun_url", url + "/rerun");
    node.put("artifacts_url", url + "/artifacts");
    node.put("workflow_url", shapes.url(repo) + "/actions/workflows/" + run.workflow().id());
    int before = attempt.number() - 1;
    node.put("previous_attempt_url", before == 0 ? null : url + "/attempts/" + before);
    node.set("head_commit", headCommit(origin));
    node.set("repository", shapes.brief(repo));
    node.set("head_repository", shapes.brief(origin.headRepo()));
    return node;
  }

  private String title(Run run) {
    return run.origin().repo().git().reader().commit(run.origin().headSha()).headline();
  }

  private String html(Run run) {
    return shapes.html(run.origin().repo()) + "/actions/runs/" + run.id();
  }

  /** A suite's id only has to be its own; the run's will do. */
  private static long checkSuite(Run run) {
    return run.id() + 50_000_000_000L;
  }

  private static ObjectNode headCommit(Run.Origin origin) {
    CommitInfo commit = origin.repo().git().reader().commit(origin.headSha());
    return object(
        "id", commit.sha(),
        "tree_id", commit.tree(),
        "message", commit.message(),
        "timestamp", commit.committer().when(),
        "author", object("name", commit.author().name(), "email", commit.author().email()),
        "committer",
            object("name", commit.committer().name(), "email", commit.committer().email()));
  }

  /** Open pull requests of this head; none for a fork's, as on GitHub. */
  private List<ObjectNode> pulls(Run.Origin origin) {
    if (!origin.headRepo().equals(origin.repo())) {
      return List.of();
    }
    return origin.repo().pulls().stream()
        .filter(PullRequest::isOpen)
        .filter(pull -> pull.head().repo().equals(origin.headRepo()))
        .filter(pull -> pull.head().branch().equals(origin.headBranch()))
        .map(pull -> pull(origin.repo(), pull))
        .toList();
  }

  private ObjectNode pull(Repo repo, PullRequest pull) {
    String base = pull.head().base();
    return object(
        "id", pull.id(),
        "number", pull.number(),
        "url", shapes.url(repo) + "/pulls/" + pull.number(),
        "head", side(pull.head().branch(), pull.headSha(), pull.head().repo()),
        "base", side(base, repo.git().branch(base).orElse(""), repo));
  }

  private ObjectNode side(String ref, String sha, Repo repo) {
    ObjectNode brief = object("id", repo.id(), "url", shapes.url(repo), "name", repo.name());
    return object("ref", ref, "sha", sha, "repo", brief);
  }

  public ObjectNode job(Job job) {
    Run run = job.run();
    String url = shapes.url(run.origin().repo());
    JobState state = job.state();
    boolean ran = state.status().equals("in_progress") || !state.steps().isEmpty();
    return object(
        "id", job.id(),
        "run_id", run.id(),
        "workflow_name", run.workflow().name(),
        "head_branch", run.origin().headBranch(),
        "run_url", url + "/actions/runs/" + run.id(),
        "run_attempt", job.attempt(),
        "node_id", Shapes.nodeId("CR_", job.id()),
        "head_sha", run.origin().headSha(),
        "url", url + "/actions/jobs/" + job.id(),
        "html_url", html(run) + "/job/" + job.id(),
        "status", state.status(),
        "conclusion", state.outcome().orElse(null),
        "created_at", state.times().created(),
        "started_at", state.times().started(),
        "completed_at", state.times().completed(),
        "name", job.plan().name(),
        "steps", state.steps().stream().map(RunShapes::step).toList(),
        "check_run_url", url + "/check-runs/" + job.id(),
        "labels", List.of("ubuntu-latest"),
        "runner_id", ran ? 1 : null,
        "runner_name", ran ? "sandbox-1" : null,
        "runner_group_id", ran ? 0 : null,
        "runner_group_name", ran ? "GitHub Actions" : null);
  }

  private static ObjectNode step(Step step) {
    return object(
        "name", step.name(),
        "status", step.status(),
        "conclusion", step.conclusion(),
        "number", step.number(),
        "started_at", step.startedAt(),
        "completed_at", step.completedAt());
  }

  public ObjectNode checkRun(Job job) {
    Run run = job.run();
    String url = shapes.url(run.origin().repo()) + "/check-runs/" + job.id();
    JobState state = job.state();
    return object(
        "id", job.id(),
        "name", job.plan().name(),
        "node_id", Shapes.nodeId("CR_", job.id()),
        "head_sha", run.origin().headSha(),
        "external_id", String.valueOf(job.id()),
        "url", url,
        "html_url", html(run) + "/job/" + job.id(),
        "details_url", html(run) + "/job/" + job.id(),
        "status", state.status(),
        "conclusion", state.outcome().orElse(null),
        "started_at", state.times().started(),
        "completed_at", state.times().completed(),
        "output", CheckShapes.output(url, null, null, state.annotations().size()),
        "check_suite", object("id", checkSuite(run)),
        "app", new CheckShapes(shapes).app(ACTIONS),
        "pull_requests", array(pulls(run.origin())));
  }

  ObjectNode annotation(Annotation remark) {
    String api = shapes.api();
    return object(
        "path", remark.path(),
        "blob_href", api + "/blob/" + Shapes.path(remark.path()),
        "start_line", remark.line(),
        "end_line", remark.line(),
        "start_column", null,
        "end_column", null,
        "annotation_level", remark.level(),
        "title", remark.title(),
        "message", remark.message(),
        "raw_details", "");
  }
}
