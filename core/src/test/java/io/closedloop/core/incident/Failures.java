package io.closedloop.core.incident;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes failures for tests. */
public final class Failures {
  public static final RepoId REPO = new RepoId("octo", "shop");

  private Failures() {}

  /** A failure of the job {@code build} on {@code feature}. */
  public static Failure of(String category, boolean passes, String fingerprint) {
    return of(
        "push",
        "feature",
        REPO,
        new Diagnosis(category, "any", null, passes, 0.9, List.of(), fingerprint, List.of()));
  }

  /** A failure with these circumstances. */
  public static Failure of(
      String event, @Nullable String branch, RepoId headRepo, Diagnosis diagnosis) {
    Instant at = Instant.parse("2026-11-22T10:00:00Z");
    WorkflowRun run =
        new WorkflowRun(
            REPO,
            70,
            1,
            7,
            "CI",
            "",
            event,
            branch,
            "a".repeat(40),
            headRepo,
            "completed",
            "failure",
            "mona",
            List.of(),
            at,
            at,
            "https://github.com/octo/shop/actions/runs/70");
    WorkflowJob job =
        new WorkflowJob(71, 70, 1, "build", "completed", "failure", at, at, null, List.of(), "");
    return new Failure(
        run,
        branch == null ? run.headSha() : branch,
        List.of(job),
        List.of("docs"),
        null,
        false,
        false,
        diagnosis,
        List.of());
  }

  /** The same on another commit. */
  public static Failure on(Failure failure, String sha) {
    WorkflowRun r = failure.run();
    return new Failure(
        new WorkflowRun(
            r.repo(),
            r.id() + 1,
            1,
            r.workflowId(),
            r.workflow(),
            r.path(),
            r.event(),
            r.headBranch(),
            sha,
            r.headRepo(),
            r.status(),
            r.conclusion(),
            r.actor(),
            r.pullRequests(),
            r.startedAt(),
            r.updatedAt(),
            r.url()),
        failure.ref(),
        failure.jobs(),
        failure.greenJobs(),
        failure.pullRequest(),
        failure.defaultBranch(),
        failure.protectedBranch(),
        failure.diagnosis(),
        failure.evidence());
  }
}
