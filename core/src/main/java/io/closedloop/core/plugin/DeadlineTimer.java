package io.closedloop.core.plugin;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does something once a time has passed, unless that is cancelled before. */
@FunctionalInterface
public interface DeadlineTimer {

  /**
   * Arms the timer.
   *
   * @return cancels it; has no effect once the task has begun
   */
  Runnable after(Duration delay, Runnable task);

  /** A timer on a daemon thread of its own. */
  static DeadlineTimer real() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("plugin-deadlines").factory());
    executor.setRemoveOnCancelPolicy(true);
    return (delay, task) -> {
      ScheduledFuture<?> armed = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> armed.cancel(false);
    };
  }
}
