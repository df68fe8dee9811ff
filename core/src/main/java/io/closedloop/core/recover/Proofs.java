package io.closedloop.core.recover;

import io.closedloop.api.Json;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.RunQuery;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.ProofTarget;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads GitHub's own result of an attempt, and says by when it must be there. */
@Singleton
final class Proofs {
  private static final Duration UNKNOWN = Duration.ofHours(2);
  private static final Duration AT_LEAST = Duration.ofMinutes(15);
  private static final Duration MERGE = Duration.ofDays(7);
  private static final int HISTORY = 50;
  private static final int ENOUGH_HISTORY = 5;
  private final GitHub github;

  @Inject
  Proofs(GitHub github) {
    this.github = github;
  }

  /** What GitHub says about the target now. */
  ProofVerdict read(Incident incident, ProofTarget target) {
    Failure failure = incident.failure();
    return switch (target.kind()) {
      case ATTEMPT -> attempt(failure, target);
      case COMMIT -> commit(failure, target, target.sha());
      case MERGE -> merge(failure, target);
    };
  }

  private ProofVerdict attempt(Failure failure, ProofTarget target) {
    // exactly the attempt that we began: what a person starts later proves nothing about ours
    Optional<WorkflowRun> run =
        github.run(failure.repo(), target.runId(), target.afterAttempt() + 1);
    if (run.isEmpty()) {
      return new ProofVerdict.Pending("the re-run has not begun");
    }
    return judge(target, run.get());
  }

  private ProofVerdict commit(Failure failure, ProofTarget target, String sha) {
    Optional<WorkflowRun> newest =
        github
            .runs(failure.repo(), RunQuery.newest(30).ofCommit(sha).ofEvent(failure.run().event()))
            .stream()
            .filter(run -> run.workflowId() == failure.run().workflowId())
            .max(Comparator.comparingLong(WorkflowRun::id));
    return newest.isEmpty()
        ? new ProofVerdict.Pending("no run of " + failure.run().workflow() + " on " + sha + " yet")
        : judge(target, firstAttempt(newest.get()));
  }

  /** A person's later re-run of the run on our commit proves nothing about our commit. */
  private WorkflowRun firstAttempt(WorkflowRun run) {
    return run.attempt() == 1 ? run : github.run(run.repo(), run.id(), 1).orElse(run);
  }

  private ProofVerdict merge(Failure failure, ProofTarget target) {
    Optional<Json> pull = github.get(failure.repo(), "pulls/" + target.pullRequest());
    if (pull.isEmpty()) {
      return new ProofVerdict.Never("our pull request #" + target.pullRequest() + " is gone");
    }
    if (text(pull.get(), "state").equals("open")) {
      return new ProofVerdict.Pending(
          "our pull request #" + target.pullRequest() + " waits to be merged");
    }
    if (!text(pull.get(), "merged").equals("true")) {
      return new ProofVerdict.Never(
          "our pull request #" + target.pullRequest() + " was closed without merging");
    }
    return commit(failure, target, text(pull.get(), "merge_commit_sha"));
  }

  private static String text(Json object, String member) {
    return object.get(member).flatMap(Json::text).orElse("");
  }

  private ProofVerdict judge(ProofTarget target, WorkflowRun run) {
    List<WorkflowJob> jobs = github.jobs(run.repo(), run.id(), run.attempt());
    String where = "run " + run.id() + " attempt " + run.attempt() + " on " + run.headSha();
    boolean waiting = false;
    String never = null;
    for (String name : target.jobs()) {
      List<WorkflowJob> anew =
          jobs.stream().filter(j -> j.name().equals(name) && ranAnew(target, j)).toList();
      if (anew.isEmpty() && run.completed()) {
        never = "job " + name + " did not run anew in " + where;
      }
      waiting |= anew.isEmpty();
      for (WorkflowJob job : anew) {
        switch (word(job)) {
          case "green" -> {}
          case "red" -> {
            return new ProofVerdict.Red("job " + name + " is red in " + where, run);
          }
          case "waiting" -> waiting = true;
          default -> {
            never = "job " + name + " ended as " + job.conclusion() + " in " + where;
            waiting = true;
          }
        }
      }
    }
    // a job behind others may not be listed before they have ended
    boolean allListed =
        target.greenJobs().stream()
            .allMatch(name -> jobs.stream().anyMatch(job -> job.name().equals(name)));
    waiting |= !allListed && !run.completed();
    for (WorkflowJob job : jobs) {
      if (target.greenJobs().contains(job.name()) && !target.jobs().contains(job.name())) {
        if (word(job).equals("red")) {
          return new ProofVerdict.Red(
              "job " + job.name() + ", green before, is red in " + where, run);
        }
        waiting |= word(job).equals("waiting");
      }
    }
    // A red job, perhaps still under way, says more than one that was cancelled because of it.
    if (never != null && run.completed()) {
      return new ProofVerdict.Never(never);
    }
    return waiting
        ? new ProofVerdict.Pending(where + " is under way")
        : new ProofVerdict.Green(String.join(", ", target.jobs()) + " green in " + where);
  }

  private static boolean ranAnew(ProofTarget target, WorkflowJob job) {
    Instant after = target.startedAfter();
    return after == null || job.startedAt() == null || job.startedAt().isAfter(after);
  }

  private static String word(WorkflowJob job) {
    if (job.conclusion() == null) {
      return "waiting";
    }
    return switch (job.conclusion()) {
      case "success" -> "green";
      case "failure", "timed_out", "startup_failure" -> "red";
      default -> "other";
    };
  }

  /**
   * By when the signal must be there: three times the 95th percentile of what runs of this workflow
   * took.
   */
  Instant deadline(Failure failure, ProofTarget target, Instant now) {
    if (target.kind() == ProofTarget.Kind.MERGE) {
      return now.plus(MERGE);
    }
    List<Duration> took =
        github.runs(failure.repo(), RunQuery.newest(HISTORY).inStatus("completed")).stream()
            .filter(run -> run.workflowId() == failure.run().workflowId())
            .filter(run -> run.startedAt() != null && run.updatedAt() != null)
            .map(run -> Duration.between(run.startedAt(), run.updatedAt()))
            .sorted()
            .toList();
    if (took.size() < ENOUGH_HISTORY) {
      return now.plus(UNKNOWN);
    }
    Duration usual = took.get((int) Math.ceil(took.size() * 0.95) - 1).multipliedBy(3);
    return now.plus(usual.compareTo(AT_LEAST) < 0 ? AT_LEAST : usual);
  }
}
