package io.closedloop.core.config;

import java.util.List;

/** What is measured, and what closedloop itself may use. */
public record Performance(
    Monitoring monitoring, ResourceLimits resourceLimits, Optimization optimization) {

  static final Performance DEFAULT =
      new Performance(Monitoring.DEFAULT, ResourceLimits.DEFAULT, Optimization.DEFAULT);

  /** Which figures are kept, and how long. */
  public record Monitoring(
      boolean enabled, @Range(min = 1) int metricsRetentionDays, List<Kpi> kpis) {
    static final Monitoring DEFAULT =
        new Monitoring(
            true,
            90,
            List.of(Kpi.values()));
  }

  /** The figures that there are. */
  public enum Kpi {
    MEAN_TIME_TO_DETECTION,
    MEAN_TIME_TO_RECOVERY,
    RECOVERY_SUCCESS_RATE,
    FALSE_POSITIVE_RATE,
    AUTOMATION_COVERAGE
  }

  /**
   * The most that repairs may take together.
   *
   * @param maxExecutionTime in seconds
   */
  public record ResourceLimits(
      @Range(min = 64) int maxMemoryMb,
      @Range(min = 1, max = 100) int maxCpuPercentage,
      @Range(min = 1) int maxExecutionTime,
      @Range(min = 1) int maxConcurrentWorkflows) {
    static final ResourceLimits DEFAULT = new ResourceLimits(2048, 80, 1800, 5);
  }

  /** Switches of the engine. */
  public record Optimization(
      boolean cacheEnabled,
      boolean parallelExecution,
      @Range(min = 1, max = 256) int maxParallelStreams,
      boolean batchProcessing,
      boolean lazyLoading) {
    static final Optimization DEFAULT = new Optimization(true, true, 8, true, true);
  }
}
