package io.closedloop.core.diagnose;

/**
 * From what the matches of a log say to how often a diagnosis that says so much is right.
 *
 * <p>How the table was made: 117 labelled logs of real jobs were diagnosed as they are, then
 * without the signature that had decided each, then without the two strongest, as if the failing
 * tool were not known. In each range of the score the share of right answers (either of two labels)
 * was taken, pulled towards 0.6 by six made-up cases, and made to rise with the score. {@code
 * dist/benchmarks/run diagnosis} shows how well it holds on other logs.
 */
final class Calibration {
  private static final double[] SCORE = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1};
  private static final double[] RIGHT = {0, 0.2, 0.42, 0.55, 0.7, 0.84, 0.9, 0.95, 0.97};

  private Calibration() {}

  /** From a score of 0 to 1 to a confidence of 0 to 1; more is never less. */
  static double confidence(double score) {
    double at = Math.clamp(score, 0, 1);
    int i = 1;
    while (at > SCORE[i]) {
      i++;
    }
    double share = (at - SCORE[i - 1]) / (SCORE[i] - SCORE[i - 1]);
    return round(RIGHT[i - 1] + share * (RIGHT[i] - RIGHT[i - 1]));
  }

  static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
