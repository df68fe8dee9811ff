package io.closedloop.core.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * How the priority of a failure is found.
 *
 * @param thresholds failure rates in percent
 * @param criticalWorkflows names of workflows whose failures are critical
 * @param workflowPatterns by category
 */
public record FailureDetection(
    @Range(min = 1, max = 8760) int monitoringWindowHours,
    Rates thresholds,
    Counts failureCountThresholds,
    List<String> criticalWorkflows,
    Map<String, Pattern> workflowPatterns) {

  static final FailureDetection DEFAULT =
      new FailureDetection(24, Rates.DEFAULT, Counts.DEFAULT, List.of(), Map.of());

  /** From which share of failed runs, in percent, a failure has a priority. */
  public record Rates(
      @Range(max = 100) double criticalFailureRate,
      @Range(max = 100) double highFailureRate,
      @Range(max = 100) double mediumFailureRate,
      @Range(max = 100) double lowFailureRate) {
    static final Rates DEFAULT = new Rates(50, 30, 15, 5);

    public Rates {
      falling("high_failure_rate", highFailureRate, "critical_failure_rate", criticalFailureRate);
      falling("medium_failure_rate", mediumFailureRate, "high_failure_rate", highFailureRate);
      falling("low_failure_rate", lowFailureRate, "medium_failure_rate", mediumFailureRate);
    }
  }

  /** From how many failed runs on a failure has a priority. */
  public record Counts(
      @Range(min = 1) int critical,
      @Range(min = 1) int high,
      @Range(min = 1) int medium,
      @Range(min = 1) int low) {
    static final Counts DEFAULT = new Counts(10, 5, 3, 1);

    public Counts {
      falling("high", high, "critical", critical);
      falling("medium", medium, "high", high);
      falling("low", low, "medium", medium);
    }
  }

  private static void falling(String lower, double less, String upper, double more) {
    if (less > more) {
      throw new IllegalArgumentException(
          "%s %s is above %s %s, so it would never be found"
              .formatted(lower, plain(less), upper, plain(more)));
    }
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * Words in the name of a workflow, job or step that raise the priority.
   *
   * @param priorityBoost by how many levels
   */
  public record Pattern(List<String> keywords, @Range(max = 3) int priorityBoost) {
    static final Pattern DEFAULT = new Pattern(List.of(), 0);
  }
}
