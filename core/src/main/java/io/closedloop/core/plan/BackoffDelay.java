package io.closedloop.core.plan;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before a re-run. */
public final class BackoffDelay {
  private final Policy.Backoff backoff;
  private final RandomGenerator random;

  /** Delays by this policy; {@code random} gives the jitter. */
  public BackoffDelay(Policy.Backoff backoff, RandomGenerator random) {
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * The delay before the n-th re-run, n from 1: base × multiplier^(n−1), capped, then jittered to
   * either side.
   */
  public Duration before(int n) {
    double seconds =
        Math.min(
            backoff.base().toMillis() / 1000.0 * Math.pow(backoff.multiplier(), n - 1.0),
            backoff.cap().toMillis() / 1000.0);
    double jittered = seconds * (1 + backoff.jitter() * (2 * random.nextDouble() - 1));
    return Duration.ofMillis(Math.round(jittered * 1000));
  }
}
