package io.closedloop.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets every contestant take its turn in every round, in an order that moves on by one. */
public final class Rounds {
  private final int count;
  private final PrintStream progress;

  /**
   * So many rounds.
   *
   * @param progress is told each figure as it comes
   */
  public Rounds(int count, PrintStream progress) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one round is needed, not " + count);
    }
    this.count = count;
    this.progress = progress;
  }

  /** Runs them all; fails with the first contestant that fails. */
  public Results run(List<Contestant> contestants) throws Exception {
    Map<String, Map<Metric, List<Double>>> values = new LinkedHashMap<>();
    contestants.forEach(contestant -> values.put(contestant.name(), new LinkedHashMap<>()));
    for (int round = 0; round < count; round++) {
      for (int turn = 0; turn < contestants.size(); turn++) {
        Contestant contestant = contestants.get((turn + round) % contestants.size());
        Map<Metric, Double> measured = contestant.round();
        progress.printf("round %d/%d  %s  %s%n", round + 1, count, contestant.name(), measured);
        Map<Metric, List<Double>> before =
            values.computeIfAbsent(contestant.name(), _ -> new LinkedHashMap<>());
        measured.forEach(
            (metric, value) -> before.computeIfAbsent(metric, _ -> new ArrayList<>()).add(value));
      }
    }
    return new Results(values);
  }
}
