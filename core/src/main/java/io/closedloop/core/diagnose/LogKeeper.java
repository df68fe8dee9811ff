package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.util.List;

/** Takes care of what was read about a failed job, so that it can be read again later. */
@FunctionalInterface
public interface LogKeeper {
  /** Keeps nothing. */
  LogKeeper NONE = _ -> {};

  /** Must be quick: the recovery waits for it. */
  void keep(Read read);

  /**
   * What was read about a failed job, and what was made of it by its log and annotations alone; the
   * explanation also tells of reports that were needed to know the cause.
   *
   * @param annotations redacted, and no more of them than may be kept
   * @param log the log as far as it was captured; nothing of it is redacted yet
   */
  record Read(
      WorkflowRun run,
      WorkflowJob job,
      List<Evidence.Annotation> annotations,
      DiagnosisEngine.Examined examined,
      LogCapture log) {}
}
