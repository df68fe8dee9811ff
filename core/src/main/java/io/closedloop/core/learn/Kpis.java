package io.closedloop.core.learn;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the incidents that were opened within a window. What there are no data for is
 * null, neither zero nor perfect.
 *
 * @param repository null for all
 * @param category null for all
 * @param failures failed jobs
 * @param byState incidents by the state they are in now
 * @param timeToDetection from GitHub's time of the first failed job to the incident, which is
 *     opened with its diagnosis
 * @param timeToRecovery from the same time to the proof
 * @param recoverySuccessRate of the incidents that ended by closedloop's doing or needed a person,
 *     those that it recovered; what was superseded, dismissed or is unproven without having been
 *     handed to people counts for neither side
 * @param automationCoverage of the incidents no longer under way, those in which at least one
 *     effect was carried out
 * @param falsePositiveRate of the diagnoses that people judged, those that were wrong
 * @param days the window's incidents by the day (UTC) on which they were opened, oldest first; days
 *     without any are left out
 */
public record Kpis(
    Instant from,
    Instant to,
    @Nullable String repository,
    @Nullable String category,
    long failures,
    long incidents,
    Map<String, Long> byState,
    Map<String, Long> byCategory,
    Actions actions,
    Time timeToDetection,
    Time timeToRecovery,
    Rate recoverySuccessRate,
    Rate automationCoverage,
    Rate falsePositiveRate,
    List<Day> days) {

  /**
   * Attempts of the window's incidents.
   *
   * @param proposed by plugins, within their boundaries
   * @param carriedOut of these, those of which at least one effect was begun
   * @param reruns of these, those that ran jobs again
   * @param green proven by GitHub's own result
   * @param red disproved by it
   * @param unproven without a signal
   */
  public record Actions(
      long proposed, long carriedOut, long reruns, long green, long red, long unproven) {}

  /**
   * How long something took.
   *
   * @param samples how many incidents both times are known of
   * @param goalSeconds the mean is to be below it
   * @param met null without samples
   */
  public record Time(
      long samples,
      @Nullable Double meanSeconds,
      @Nullable Double medianSeconds,
      @Nullable Double p95Seconds,
      double goalSeconds,
      @Nullable Boolean met) {}

  /**
   * A share.
   *
   * @param value from 0 to 1; null without samples
   * @param goal what it is to reach, or to stay below for the false-positive rate
   * @param note what a reader must know about it; null for nothing
   */
  public record Rate(
      long samples,
      long hits,
      @Nullable Double value,
      double goal,
      @Nullable Boolean met,
      @Nullable String note) {}

  /** One day, as {@code 2026-11-22}. */
  public record Day(String day, long incidents, long recovered) {}
}
