package io.closedloop.action.rerun;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Permission;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.Situation;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proposes a re-run where GitHub allows it, the failure can pass by itself, and nothing is deployed
 * twice.
 */
final class Rerunner implements RecoveryAction {
  /** GitHub's limits. */
  private static final Duration RERUNS_END = Duration.ofDays(30);

  private static final int MOST_ATTEMPTS = 50;
  private static final Duration UNTIL_FINISHED = Duration.ofMinutes(1);
  private static final Set<String> DEPLOYING_EVENTS =
      Set.of("deployment", "deployment_status", "release");

  private final Outward outward;
  private final InstantSource clock;

  Rerunner(Outward outward, InstantSource clock) {
    this.outward = outward;
    this.clock = clock;
  }

  @Override
  public ActionSpec spec() {
    return ActionSpec.of("re_run", Effect.Rerun.class)
        .forEveryCategory()
        .needing(Permission.ACTIONS_READ, Permission.ACTIONS_WRITE);
  }

  @Override
  public Proposal propose(Situation situation) {
    if (!situation.diagnosis().transientFailure()) {
      return new Proposal.Nothing(
          "this failure does not pass by itself, so a re-run would only fail again");
    }
    WorkflowRun run = situation.run();
    if (DEPLOYING_EVENTS.contains(run.event())) {
      return new Proposal.Nothing(
          "the run was started by a " + run.event() + ", and a second one may do harm");
    }
    if (run.attempt() >= MOST_ATTEMPTS) {
      return new Proposal.Nothing(
          "GitHub allows %d attempts of a run, and this was number %d"
              .formatted(MOST_ATTEMPTS, run.attempt()));
    }
    Instant begun = begun(situation);
    if (begun != null && begun.plus(RERUNS_END).isBefore(clock.instant())) {
      return new Proposal.Nothing(
          "GitHub allows re-runs for %d days, and this run began on %s"
              .formatted(RERUNS_END.toDays(), begun));
    }
    if (!run.completed()) {
      return new Proposal.Later(
          UNTIL_FINISHED, "GitHub runs jobs again only once the whole run has finished");
    }
    return rerun(situation, situation.github().jobs(run.id(), run.attempt()));
  }

  private Proposal rerun(Situation situation, List<WorkflowJob> all) {
    List<WorkflowJob> own = situation.failedJobs();
    Set<Long> ownIds = own.stream().map(WorkflowJob::id).collect(Collectors.toSet());
    List<WorkflowJob> others =
        all.stream().filter(job -> failed(job) && !ownIds.contains(job.id())).toList();
    boolean alone = own.size() == 1 && !others.isEmpty() && !reusable(own.getFirst());

    Optional<String> harmful = outward.among(names(situation, alone ? List.of() : others, all));
    if (harmful.isPresent()) {
      return new Proposal.Nothing(
          "\"%s\" seems to deploy, publish or migrate something, and a second time may do harm"
              .formatted(harmful.get()));
    }
    Effect.Rerun.Scope scope =
        alone
            ? new Effect.Rerun.Scope.OneJob(own.getFirst().id())
            : new Effect.Rerun.Scope.FailedJobs();
    return Proposal.Act.of(
        new Effect.Rerun(situation.run().id(), scope, false),
        why(situation, alone, others),
        Proof.failedJobs());
  }

  /** The workflow, and each job that would run again. */
  private static Stream<String> names(
      Situation situation, List<WorkflowJob> others, List<WorkflowJob> all) {
    Stream<String> again =
        Stream.concat(situation.failedJobs().stream(), others.stream()).map(WorkflowJob::name);
    // What was skipped behind a failed job runs once that job is green. On a pull request such jobs
    // are mostly skipped by
    // a condition of their own, and would be again.
    Stream<String> behind =
        situation.run().event().equals("pull_request")
            ? Stream.empty()
            : all.stream().filter(job -> "skipped".equals(job.conclusion())).map(WorkflowJob::name);
    return Stream.of(Stream.of(situation.run().workflow()), again, behind).flatMap(names -> names);
  }

  private static boolean failed(WorkflowJob job) {
    return job.conclusion() != null
        && Set.of("failure", "timed_out", "cancelled").contains(job.conclusion());
  }

  /** A job of a reusable workflow, for which GitHub may refuse to run it alone. */
  private static boolean reusable(WorkflowJob job) {
    return job.name().contains(" / ");
  }

  /** When the first attempt began, which is what GitHub counts from; null when it does not say. */
  private static @Nullable Instant begun(Situation situation) {
    WorkflowRun run = situation.run();
    return run.attempt() == 1
        ? run.startedAt()
        : situation.github().run(run.id(), 1).map(WorkflowRun::startedAt).orElse(run.startedAt());
  }

  private static String why(Situation situation, boolean alone, List<WorkflowJob> others) {
    String what = "The failure (" + situation.diagnosis().subcategory() + ") can pass by itself";
    return alone
        ? what + "; the other failed jobs of the run are left as they are."
        : others.isEmpty()
            ? what + "."
            : what + "; GitHub runs the other failed jobs again as well.";
  }
}
