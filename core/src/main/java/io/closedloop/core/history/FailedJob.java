package io.closedloop.core.history;

import io.closedloop.api.Evidence;
import io.closedloop.api.WorkflowJob;
import io.closedloop.core.diagnose.LogExcerpt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failed job as it is kept.
 *
 * @param passes whether it may pass by itself, by its log alone
 * @param log the excerpt of its log
 */
public record FailedJob(
    String repository,
    long jobId,
    String job,
    long runId,
    int runAttempt,
    Instant readAt,
    String category,
    String subcategory,
    @Nullable String tool,
    boolean passes,
    String fingerprint,
    Context context,
    LogExcerpt log) {

  /** What was known of it besides its log. */
  public record Context(List<WorkflowJob.Step> steps, List<Evidence.Annotation> annotations) {
    public Context {
      steps = List.copyOf(steps);
      annotations = List.copyOf(annotations);
    }
  }

  /** The job as the diagnosis sees it. */
  public WorkflowJob asJob() {
    return new WorkflowJob(
        jobId,
        runId,
        runAttempt,
        job,
        "completed",
        "failure",
        null,
        null,
        null,
        context.steps(),
        "");
  }
}
