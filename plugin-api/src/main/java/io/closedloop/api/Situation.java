package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;

/** All that an action may know when it is asked. */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Situation {
  /** The incident, as it stands. */
  IncidentView incident();

  /** What went wrong. */
  Diagnosis diagnosis();

  /** The run attempt that failed. */
  WorkflowRun run();

  /** Its jobs that belong to this incident, never empty. */
  List<WorkflowJob> failedJobs();

  /**
   * What is known of each failed job, in the order of {@link #failedJobs()}: the same that the
   * category saw, so excerpts, annotations and failing tests need not be read anew.
   */
  List<Evidence> evidence();

  /** GitHub for reading. */
  GitHubView github();

  /**
   * The repository at the failing commit in a throw-away folder; checked out on first use.
   *
   * @throws ToolUnavailable when it cannot be checked out; need not be caught
   */
  Workspace workspace();

  /**
   * What was tried on this incident before, oldest first; an action that asked to be asked again
   * finds its own results here.
   */
  List<PastAttempt> history();

  /** When the answer must be there. */
  Instant deadline();
}
