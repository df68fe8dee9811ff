package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One job of a run attempt, as GitHub reports it.
 *
 * @param conclusion GitHub's conclusion, null while it runs
 * @param startedAt unchanged when a later attempt merely copied this job; null while it waits
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record WorkflowJob(
    long id,
    long runId,
    int attempt,
    String name,
    String status,
    @Nullable String conclusion,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    @Nullable String runner,
    List<Step> steps,
    String url) {

  public WorkflowJob {
    steps = List.copyOf(steps);
  }

  /** Whether it ended well. */
  public boolean green() {
    return "success".equals(conclusion);
  }

  /**
   * One step of a job.
   *
   * @param number from 1
   * @param conclusion GitHub's conclusion, null while it runs; a step that failed and was allowed
   *     to ({@code continue-on-error}) is a {@code success}
   * @param startedAt to the second; null while it waits
   * @param completedAt to the second; null while it runs
   */
  public record Step(
      int number,
      String name,
      String status,
      @Nullable String conclusion,
      @Nullable Instant startedAt,
      @Nullable Instant completedAt) {
    /** A step whose times are not known. */
    public Step(int number, String name, String status, @Nullable String conclusion) {
      this(number, name, status, conclusion, null, null);
    }
  }
}
