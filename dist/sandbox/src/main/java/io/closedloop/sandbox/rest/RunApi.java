package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.runner.Actions;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.Run;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Workflows, runs, their attempts, and re-runs. */
public final class RunApi {
  private static final int MOST_ATTEMPTS = 50;
  private final Desk desk;
  private final Actions actions;

  public RunApi(Desk desk, Actions actions) {
    this.desk = desk;
    this.actions = actions;
  }

  public void declare(Router router) {
    String actionsPath = "/repos/{owner}/{repo}/actions";
    router
        .on("GET", actionsPath + "/workflows", this::workflows)
        .on("GET", actionsPath + "/workflows/{workflow}/runs", this::runsOfWorkflow)
        .on("GET", actionsPath + "/runs", this::runs)
        .on("GET", actionsPath + "/runs/{run}", this::run)
        .on("GET", actionsPath + "/runs/{run}/attempts/{attempt}", this::attempt)
        .on("POST", actionsPath + "/runs/{run}/rerun", this::rerunAll)
        .on("POST", actionsPath + "/runs/{run}/rerun-failed-jobs", this::rerunFailed)
        .on("POST", actionsPath + "/jobs/{job}/rerun", this::rerunJob);
  }

  static ObjectNode workflow(Shapes shapes, Repo repo, Run.Workflow workflow) {
    return object(
        "id", workflow.id(),
        "node_id", Shapes.nodeId("W_", workflow.id()),
        "name", workflow.name(),
        "path", workflow.path(),
        "state", "active",
        "badge_url", shapes.html(repo) + "/actions/workflows/badge.svg",
        "created_at", repo.createdAt(),
        "updated_at", repo.createdAt(),
        "url", shapes.url(repo) + "/actions/workflows/" + workflow.id(),
        "html_url", shapes.html(repo) + "/blob/main/" + workflow.path());
  }

  private Reply workflows(ApiRequest request) {
    Repo repo = desk.repo(request);
    return desk.counted(
        request,
        "workflows",
        repo.workflows(),
        workflow -> workflow(desk.shapes(), repo, workflow));
  }

  /** The workflow is named by its id or by its file's name. */
  private Reply runsOfWorkflow(ApiRequest request) {
    String wanted = request.part("workflow");
    Run.Workflow workflow =
        desk.repo(request).workflows().stream()
            .filter(w -> String.valueOf(w.id()).equals(wanted) || w.path().endsWith("/" + wanted))
            .findFirst()
            .orElseThrow(ApiProblem::notFound);
    return list(request, run -> run.workflow().id() == workflow.id());
  }

  private Reply runs(ApiRequest request) {
    return list(request, run -> true);
  }

  private Reply list(ApiRequest request, Predicate<Run> also) {
    Predicate<Run> wanted = new RunFilter(request).and(also);
    List<Run> runs = desk.repo(request).runs().stream().filter(wanted).toList();
    return desk.counted(
        request, "workflow_runs", runs, run -> desk.runShapes().run(run, run.latest()));
  }

  static Run find(Desk desk, ApiRequest request) {
    return desk.repo(request).run(request.number("run")).orElseThrow(ApiProblem::notFound);
  }

  static Attempt findAttempt(Desk desk, ApiRequest request) {
    int number = Math.toIntExact(Math.min(request.number("attempt"), Integer.MAX_VALUE));
    return find(desk, request).attempt(number).orElseThrow(ApiProblem::notFound);
  }

  private Reply run(ApiRequest request) {
    Run run = find(desk, request);
    return Reply.ok(desk.runShapes().run(run, run.latest()));
  }

  private Reply attempt(ApiRequest request) {
    Run run = find(desk, request);
    return Reply.ok(desk.runShapes().run(run, findAttempt(desk, request)));
  }

  private Reply rerunAll(ApiRequest request) {
    desk.writable(request);
    return rerun(find(desk, request), job -> true, request);
  }

  private Reply rerunFailed(ApiRequest request) {
    desk.writable(request);
    Run run = find(desk, request);
    Predicate<Job> failed = job -> job.endedAs("failure", "cancelled", "timed_out");
    if (run.latest().isCompleted() && run.latest().jobs().stream().noneMatch(failed)) {
      throw new ApiProblem(403, "The workflow run containing failed jobs cannot be retried");
    }
    return rerun(run, failed, request);
  }

  private Reply rerunJob(ApiRequest request) {
    Job wanted =
        desk.writable(request).job(request.number("job")).orElseThrow(ApiProblem::notFound);
    if (!wanted.run().latest().jobs().contains(wanted)) {
      throw new ApiProblem(403, "This job is not of the latest attempt of its run");
    }
    return rerun(wanted.run(), wanted::equals, request);
  }

  private Reply rerun(Run run, Predicate<Job> chosen, ApiRequest request) {
    if (!run.latest().isCompleted()) {
      throw new ApiProblem(403, "This workflow is already running");
    }
    if (run.latest().jobs().isEmpty()) {
      throw new ApiProblem(403, "This workflow run cannot be retried");
    }
    if (run.attempts().size() > MOST_ATTEMPTS) {
      throw new ApiProblem(403, "This workflow run has been retried too often");
    }
    actions.rerun(run, chosen, request.caller());
    return Reply.created(object());
  }
}
