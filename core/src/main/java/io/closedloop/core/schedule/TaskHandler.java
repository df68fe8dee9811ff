package io.closedloop.core.schedule;

import java.time.Duration;

/**
 * Does the tasks of one kind. It may be called again for what it has done already, at the latest
 * after a crash, and several calls may run at once, also for one id; what it throws makes the call
 * be repeated later.
 */
@FunctionalInterface
public interface TaskHandler {
  /** What others may go before while more is due than can run. */
  Duration PATIENCE = Duration.ofSeconds(10);

  void run(String id) throws Exception;

  /**
   * How long its tasks wait for those of other kinds while more is due than can run. A task counts
   * as due so much later, so it is overtaken but never for good.
   */
  default Duration patience() {
    return Duration.ZERO;
  }

  /** The same handler with {@link #PATIENCE}. */
  static TaskHandler patient(TaskHandler handler) {
    return new TaskHandler() {
      @Override
      public void run(String id) throws Exception {
        handler.run(id);
      }

      @Override
      public Duration patience() {
        return PATIENCE;
      }
    };
  }
}
