package io.closedloop.benchmarks;

import java.util.Locale;

/** So many of so many, with the interval that the true share lies in 95 times of 100 (Wilson). */
record Share(long of, long all) {
  private static final double Z = 1.96;

  double value() {
    return all == 0 ? 0 : (double) of / all;
  }

  double low() {
    return Math.max(0, middle() - half());
  }

  double high() {
    return Math.min(1, middle() + half());
  }

  private double middle() {
    return (value() + Z * Z / (2 * all)) / (1 + Z * Z / all);
  }

  private double half() {
    return Z
        * Math.sqrt(value() * (1 - value()) / all + Z * Z / (4.0 * all * all))
        / (1 + Z * Z / all);
  }

  @Override
  public String toString() {
    return all == 0
        ? "0/0"
        : String.format(
            Locale.ROOT,
            "%d/%d = %.1f %% [%.1f, %.1f]",
            of,
            all,
            value() * 100,
            low() * 100,
            high() * 100);
  }
}
