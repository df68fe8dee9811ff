package io.closedloop.core.config;

/**
 * How logs are judged.
 *
 * @param minimumConfidence below it, from 0 to 1, a failure is called general
 * @param logLimitMb how much of one log is read
 */
public record DiagnosisSettings(
    @Range(max = 1) double minimumConfidence, @Range(min = 1, max = 4096) int logLimitMb) {
  static final DiagnosisSettings DEFAULT = new DiagnosisSettings(0.3, 64);
}
