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
    @Range(min = 1, max = 365) int keepLogsDays) {
  static final DiagnosisSettings DEFAULT = new DiagnosisSettings(0.3, 64, 30);
}
