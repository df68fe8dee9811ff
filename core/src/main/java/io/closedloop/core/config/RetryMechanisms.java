package io.closedloop.core.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon a failure that may pass by itself is tried again.
 *
 * @param maxAttempts re-runs of one incident
 * @param strategies by category
 */
public record RetryMechanisms(
    boolean enabled,
    @Range(max = 50) int maxAttempts,
    Backoff exponentialBackoff,
    Map<String, Strategy> strategies) {

  static final RetryMechanisms DEFAULT = new RetryMechanisms(true, 5, Backoff.DEFAULT, Map.of());

  /**
   * The growing wait between attempts.
   *
   * @param maxDelaySeconds holds also where it is smaller than the first delay
   * @param jitterFactor the share of each wait by which it may be longer or shorter
   */
  public record Backoff(
      @Range(max = 86_400) int baseDelaySeconds,
      @Range(max = 604_800) int maxDelaySeconds,
      @Range(min = 1, max = 100) double multiplier,
      @Range(max = 1) double jitterFactor) {
    static final Backoff DEFAULT = new Backoff(30, 1800, 2.0, 0.1);
  }

  /**
   * What differs for one category; null leaves it to the rest.
   *
   * @param baseDelay in seconds
   * @param transientErrorPatterns words in a log that speak for a passing failure
   */
  public record Strategy(
      @Range(max = 50) @Nullable Integer maxAttempts,
      @Range(max = 86_400) @Nullable Integer baseDelay,
      List<String> transientErrorPatterns) {
    static final Strategy DEFAULT = new Strategy(null, null, List.of());
  }
}
