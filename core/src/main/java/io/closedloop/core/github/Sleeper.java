package io.closedloop.core.github;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The way this package waits, so that tests need not. */
@FunctionalInterface
public interface Sleeper {

  void sleep(Duration duration) throws InterruptedException;

  /** Waits for real. */
  static Sleeper real() {
    return duration -> {
      // Nobody counts down: the only ways out are the time and an interrupt.
      var _ = new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS);
    };
  }
}
