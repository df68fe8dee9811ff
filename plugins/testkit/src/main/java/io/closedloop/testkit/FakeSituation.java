package io.closedloop.testkit;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.IncidentView;
import io.closedloop.api.PastAttempt;
import io.closedloop.api.Situation;
import io.closedloop.api.ToolUnavailable;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A situation made up by a test; see {@link SituationBuilder}. */
public final class FakeSituation implements Situation {
  private final SituationBuilder made;
  private final WorkflowRun run;
  private final List<WorkflowJob> failedJobs;

  FakeSituation(SituationBuilder made) {
    this.made = made;
    this.run = made.run();
    this.failedJobs = made.failedJobs();
  }

  /**
   * Begins a situation: job {@code build} of pull request 7 of {@code octo/shop} failed for an
   * unknown reason.
   */
  public static SituationBuilder builder() {
    return new SituationBuilder();
  }

  @Override
  public IncidentView incident() {
    return made.incident();
  }

  @Override
  public Diagnosis diagnosis() {
    return made.diagnosis();
  }

  @Override
  public WorkflowRun run() {
    return run;
  }

  @Override
  public List<WorkflowJob> failedJobs() {
    return failedJobs;
  }

  @Override
  public List<Evidence> evidence() {
    return failedJobs.stream().map(job -> made.evidence(run, job)).toList();
  }

  @Override
  public FakeGitHub github() {
    return made.github();
  }

  @Override
  public FakeWorkspace workspace() {
    FakeWorkspace workspace = made.workspace();
    if (workspace == null) {
      throw new ToolUnavailable("this situation was built without a workspace: call workspace(…)");
    }
    return workspace;
  }

  @Override
  public List<PastAttempt> history() {
    return made.history();
  }

  @Override
  public Instant deadline() {
    return VirtualClock.START.plus(Duration.ofMinutes(10));
  }
}
