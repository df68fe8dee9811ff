package io.closedloop.core.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a stream of recoveries stops trying.
 *
 * @param categoryOverrides by category
 */
public record CircuitBreakers(
    boolean enabled,
    Thresholds thresholds,
    HalfOpen halfOpen,
    Map<String, Difference> categoryOverrides) {

  static final CircuitBreakers DEFAULT =
      new CircuitBreakers(true, Thresholds.DEFAULT, HalfOpen.DEFAULT, Map.of());

  /**
   * What opens a breaker.
   *
   * @param failureRate in percent
   * @param timeoutSeconds how long it stays open
   */
  public record Thresholds(
      @Range(min = 1) int failureCount,
      @Range(max = 100) double failureRate,
      @Range(min = 1) int timeoutSeconds) {
    static final Thresholds DEFAULT = new Thresholds(5, 60, 300);
  }

  /** What closes it again. */
  public record HalfOpen(@Range(min = 1) int testRequests, @Range(min = 1) int successThreshold) {
    static final HalfOpen DEFAULT = new HalfOpen(3, 2);
  }

  /** What differs for one category; null leaves it to the rest. */
  public record Difference(
      @Range(min = 1) @Nullable Integer failureCount,
      @Range(max = 100) @Nullable Double failureRate,
      @Range(min = 1) @Nullable Integer timeoutSeconds) {}
}
