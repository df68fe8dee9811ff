package io.closedloop.core.learn;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What failed in a repository within a window, and whether that is more than before. A pure
 * function of counts, wherever these come from; what there are no data for is null.
 *
 * @param before the window of the same length that ended where this one began
 * @param workflows most failed jobs first
 * @param categories most failed jobs first
 * @param causes the most frequent root causes, most failed jobs first
 */
public record WindowAnalysis(
    Scope scope,
    Totals totals,
    Totals before,
    Trend trend,
    List<Workflow> workflows,
    List<Category> categories,
    List<Cause> causes) {
  /** A share of fewer runs says too little for a trend. */
  private static final int RUNS_FOR_A_TREND = 5;

  /** A change of the rate by less is none. */
  private static final double STEADY = 0.05;

  private static final int MOST_CAUSES = 10;

  public WindowAnalysis {
    workflows = List.copyOf(workflows);
    categories = List.copyOf(categories);
    causes = List.copyOf(causes);
  }

  /** What was looked at; from is exclusive, to inclusive. */
  public record Scope(String repository, Instant from, Instant to) {}

  /** Runs in which any job failed, and jobs; rates from 0 to 1. */
  public record Totals(
      long runs,
      long failedRuns,
      @Nullable Double failedRunRate,
      long jobs,
      long failedJobs,
      @Nullable Double failedJobRate) {}

  /**
   * How the rate of failed runs moved.
   *
   * @param change of the rate, null where one of the two is unknown
   */
  public record Trend(Direction direction, @Nullable Double change, String words) {}

  /** Where a rate goes. */
  public enum Direction {
    RISING,
    FALLING,
    STEADY,
    UNKNOWN
  }

  /** The jobs of one workflow. */
  public record Workflow(String name, Totals totals) {}

  /**
   * The failed jobs of one category.
   *
   * @param category null for those that were not diagnosed
   * @param rateOfJobs of all jobs of the window
   * @param shareOfFailures of all failed ones
   */
  public record Category(
      @Nullable String category,
      long failedJobs,
      @Nullable Double rateOfJobs,
      double shareOfFailures) {}

  /** One root cause. */
  public record Cause(String fingerprint, String category, long failedJobs, Instant lastFailedAt) {}

  /** What ran of one workflow. */
  public record Ran(String workflow, long runs, long failedRuns, long jobs, long failedJobs) {}

  /**
   * What failed for one cause.
   *
   * @param category null where it was not diagnosed, and so the fingerprint
   */
  public record Failed(
      @Nullable String category, @Nullable String fingerprint, long jobs, Instant last) {}

  /** The analysis of these counts. */
  public static WindowAnalysis of(
      Scope scope, List<Ran> ran, List<Ran> ranBefore, List<Failed> failed) {
    Totals totals = totals(ran);
    Totals before = totals(ranBefore);
    return new WindowAnalysis(
        scope,
        totals,
        before,
        trend(before, totals),
        ran.stream()
            .map(each -> new Workflow(each.workflow(), totals(List.of(each))))
            .sorted(
                most((Workflow each) -> each.totals().failedJobs()).thenComparing(Workflow::name))
            .toList(),
        categories(failed, totals),
        causes(failed));
  }

  private static Totals totals(List<Ran> ran) {
    long runs = sum(ran, Ran::runs);
    long failedRuns = sum(ran, Ran::failedRuns);
    long jobs = sum(ran, Ran::jobs);
    long failedJobs = sum(ran, Ran::failedJobs);
    return new Totals(
        runs, failedRuns, rate(failedRuns, runs), jobs, failedJobs, rate(failedJobs, jobs));
  }

  private static long sum(List<Ran> ran, ToLongFunction<Ran> what) {
    return ran.stream().mapToLong(what).sum();
  }

  private static @Nullable Double rate(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }

  private static Trend trend(Totals before, Totals now) {
    Double then = before.failedRunRate();
    Double rate = now.failedRunRate();
    if (then == null || rate == null || Math.min(before.runs(), now.runs()) < RUNS_FOR_A_TREND) {
      return new Trend(
          Direction.UNKNOWN,
          null,
          "unknown: %d runs now and %d in the window before; it takes %d in each"
              .formatted(now.runs(), before.runs(), RUNS_FOR_A_TREND));
    }
    double change = rate - then;
    Direction direction =
        Math.abs(change) < STEADY
            ? Direction.STEADY
            : change > 0 ? Direction.RISING : Direction.FALLING;
    return new Trend(
        direction,
        change,
        "%s: %.0f %% of %d runs failed, after %.0f %% of %d in the window before"
            .formatted(
                direction.name().toLowerCase(java.util.Locale.ROOT),
                100 * rate,
                now.runs(),
                100 * then,
                before.runs()));
  }

  private static List<Category> categories(List<Failed> failed, Totals totals) {
    Map<String, Long> jobs = new TreeMap<>();
    for (Failed each : failed) {
      jobs.merge(each.category() == null ? "" : each.category(), each.jobs(), Long::sum);
    }
    long all = jobs.values().stream().mapToLong(Long::longValue).sum();
    return jobs.entrySet().stream()
        .map(each ->
            new Category(
                each.getKey().isEmpty() ? null : each.getKey(),
                each.getValue(),
                rate(each.getValue(), totals.jobs()),
                (double) each.getValue() / all))
        .sorted(most(Category::failedJobs))
        .toList();
  }

  private static List<Cause> causes(List<Failed> failed) {
    List<Cause> causes = new ArrayList<>();
    for (Failed each : failed) {
      if (each.category() != null && each.fingerprint() != null) {
        causes.add(new Cause(each.fingerprint(), each.category(), each.jobs(), each.last()));
      }
    }
    return causes.stream()
        .sorted(
            most(Cause::failedJobs)
                .thenComparing(Cause::lastFailedAt, Comparator.reverseOrder())
                .thenComparing(Cause::fingerprint))
        .limit(MOST_CAUSES)
        .toList();
  }

  private static <T> Comparator<T> most(ToLongFunction<T> what) {
    return Comparator.comparingLong(what).reversed();
  }
}
