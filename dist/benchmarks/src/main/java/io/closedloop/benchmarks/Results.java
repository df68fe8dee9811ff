package io.closedloop.benchmarks;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All figures of a run.
 *
 * @param values by contestant and metric, in the order of the rounds
 */
public record Results(Map<String, Map<Metric, List<Double>>> values) {

  /** Whether this contestant measured this. */
  public boolean has(String contestant, Metric metric) {
    return values.getOrDefault(contestant, Map.of()).containsKey(metric);
  }

  /**
   * The median over the rounds.
   *
   * @throws IllegalArgumentException when it was not measured
   */
  public double median(String contestant, Metric metric) {
    return quantile(sorted(contestant, metric), 0.5);
  }

  /** The distance between the quartiles, as a share of the median: 0.1 is ten per cent. */
  public double spread(String contestant, Metric metric) {
    List<Double> sorted = sorted(contestant, metric);
    double median = quantile(sorted, 0.5);
    return median == 0 ? 0 : (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / median;
  }

  /** One median as a multiple of another. */
  public double ratio(String contestant, String other, Metric metric) {
    return median(contestant, metric) / median(other, metric);
  }

  /** All metrics that anybody measured. */
  public Set<Metric> metrics() {
    Set<Metric> all = new LinkedHashSet<>();
    values.values().forEach(metrics -> all.addAll(metrics.keySet()));
    return all;
  }

  private List<Double> sorted(String contestant, Metric metric) {
    List<Double> all = values.getOrDefault(contestant, Map.of()).get(metric);
    if (all == null) {
      throw new IllegalArgumentException(contestant + " did not measure " + metric);
    }
    return all.stream().sorted().toList();
  }

  /**
   * The value below which the given share lies, between neighbours when it falls between them.
   *
   * @param sorted not empty
   */
  public static double quantile(List<Double> sorted, double share) {
    double at = share * (sorted.size() - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.size() - 1);
    return sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
  }
}
