package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.FileHost;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Run;
import java.util.List;

/** Jobs and their logs. */
public final class JobApi {
  private final Desk desk;
  private final FileHost files;

  public JobApi(Desk desk, FileHost files) {
    this.desk = desk;
    this.files = files;
  }

  public void declare(Router router) {
    String repo = "/repos/{owner}/{repo}";
    router
        .on("GET", repo + "/actions/runs/{run}/jobs", this::jobs)
        .on("GET", repo + "/actions/runs/{run}/attempts/{attempt}/jobs", this::jobsOfAttempt)
        .on("GET", repo + "/actions/jobs/{job}", this::job)
        .on("GET", repo + "/actions/jobs/{job}/logs", this::log);
  }

  private Reply jobs(ApiRequest request) {
    Run run = RunApi.find(desk, request);
    List<Job> jobs =
        request.query("filter").orElse("latest").equals("all")
            ? run.attempts().stream().flatMap(attempt -> attempt.jobs().stream()).toList()
            : run.latest().jobs();
    return desk.counted(request, "jobs", jobs, desk.runShapes()::job);
  }

  private Reply jobsOfAttempt(ApiRequest request) {
    List<Job> jobs = RunApi.findAttempt(desk, request).jobs();
    return desk.counted(request, "jobs", jobs, desk.runShapes()::job);
  }

  private Job find(ApiRequest request) {
    return desk.repo(request).job(request.number("job")).orElseThrow(ApiProblem::notFound);
  }

  private Reply job(ApiRequest request) {
    return Reply.ok(desk.runShapes().job(find(request)));
  }

  private Reply log(ApiRequest request) {
    Job job = find(request);
    if (job.state().log() == null) {
      throw ApiProblem.notFound();
    }
    String repo = job.run().origin().repo().fullName();
    return Reply.redirect(files.link("/logs/" + repo + "/" + job.id()));
  }
}
