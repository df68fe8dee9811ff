package io.closedloop.core.diagnose;

import io.closedloop.api.WorkflowJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which steps of a log are those that GitHub calls failed. A step that was allowed to fail ({@code
 * continue-on-error}) says the same in the log as one that was not; only GitHub knows. The log
 * calls a step by what it runs, GitHub by the name that the workflow gives it, so the name is
 * compared first, then the time; where neither decides, the last ones of the log failed, since a
 * job ends with the step that fails.
 */
final class FailedSteps {
  /** What GitHub calls a step of the log. */
  private enum Called {
    PASSED,
    FAILED,
    EITHER
  }

  private FailedSteps() {}

  /**
   * Of the steps that printed an error, those that failed.
   *
   * @param job what GitHub says, null if nothing is known
   */
  static List<Step> of(List<Step> complaining, @Nullable WorkflowJob job) {
    if (job == null) {
      return complaining;
    }
    var failing = new ArrayList<Step>();
    var unsure = new ArrayList<Step>();
    for (var step : complaining) {
      switch (called(step, job)) {
        case PASSED -> {}
        case FAILED -> failing.add(step);
        case EITHER -> {
          failing.add(step);
          if (step.ended) {
            unsure.add(step);
          }
        }
      }
    }
    long failed = job.steps().stream().filter(step -> "failure".equals(step.conclusion())).count();
    long ended = failing.stream().filter(step -> step.ended).count();
    for (long i = ended; failed > 0 && i > failed && !unsure.isEmpty(); i--) {
      failing.remove(unsure.removeFirst());
    }
    return failing;
  }

  private static Called called(Step step, WorkflowJob job) {
    var named = job.steps().stream().filter(s -> s.name().equals(step.name)).toList();
    var began = step.began;
    var possible =
        !named.isEmpty() || began == null
            ? named
            : job.steps().stream().filter(s -> ranAt(began, s)).toList();
    if (possible.isEmpty()) {
      return Called.EITHER;
    }
    boolean anyPassed = possible.stream().anyMatch(s -> "success".equals(s.conclusion()));
    boolean allPassed = possible.stream().allMatch(s -> "success".equals(s.conclusion()));
    return allPassed ? Called.PASSED : anyPassed ? Called.EITHER : Called.FAILED;
  }

  /** GitHub's times are cut to the second, those of the log are not. */
  private static boolean ranAt(Instant time, WorkflowJob.Step step) {
    var started = step.startedAt();
    var completed = step.completedAt();
    return started != null
        && completed != null
        && !time.isBefore(started)
        && time.isBefore(completed.plusSeconds(1));
  }
}
