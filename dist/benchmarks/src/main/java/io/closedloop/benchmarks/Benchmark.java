package io.closedloop.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;

/** One command of {@code dist/benchmarks/run}. */
public interface Benchmark {

  /** Its name on the command line. */
  String name();

  /** What it measures, in one line. */
  String description();

  /** Measures, and answers what was found. */
  Report run(Setting setting) throws Exception;

  /**
   * Where and how it runs.
   *
   * @param distribution the unpacked distribution to be measured
   * @param work an empty folder for whatever it writes; removed afterwards
   * @param rounds how often each contestant takes its turn
   * @param scale 1 for figures that count; less for a try that only shows that it works
   * @param progress for what people may watch meanwhile
   */
  record Setting(Path distribution, Path work, int rounds, double scale, PrintStream progress) {

    /** So many of something at this scale, at least one. */
    public int scaled(int full) {
      return Math.max(1, (int) Math.round(full * scale));
    }
  }
}
