package io.closedloop.core.config;

/**
 * How logs are judged.
 *
 * @param minimumConfidence below it, from 0 to 1, a failure is called general
 * @param logLimitMb how much of one log is read
 * @param keepLogsDays how long excerpts of failed jobs' logs are kept
 */
public record DiagnosisSettings(
    @Range(max = 1) double minimumConfidence,
    @Range(min = 1, max = 4096) int logLimitMb,
    @Range(min = 1, max = 365) int keepLogsDays,
    Correlation correlation) {
  static final DiagnosisSettings DEFAULT = new DiagnosisSettings(0.3, 64, 30, Correlation.DEFAULT);

  /**
   * When the same failure in several repositories is one outage.
   *
   * @param repositories in how many of them
   * @param windowMinutes within what time
   * @param quietMinutes how long nothing more may fail alike before one re-run tries whether it is
   *     over
   * @param secondsBetweenReruns how fast the other re-runs follow
   */
  public record Correlation(
      boolean enabled,
      @Range(min = 2, max = 1000) int repositories,
      @Range(min = 1, max = 1440) int windowMinutes,
      @Range(min = 1, max = 1440) int quietMinutes,
      @Range(min = 1, max = 3600) int secondsBetweenReruns) {
    static final Correlation DEFAULT = new Correlation(true, 3, 15, 10, 30);
  }
}
