package io.closedloop.core.history;

import org.jspecify.annotations.Nullable;

/**
 * How flaky a test is.
 *
 * @param commits on how many commits an outcome of it is known
 * @param flipped on how many of them it both passed and failed
 * @param score the share of the latter, from 0 to 1
 * @param lastFlipped such a commit, the newest; null for none
 */
public record Flakiness(
    String repository,
    String test,
    long commits,
    long flipped,
    double score,
    @Nullable String lastFlipped) {

  static Flakiness of(
      String repository, String test, long commits, long flipped, @Nullable String last) {
    return new Flakiness(
        repository,
        test,
        commits,
        flipped,
        commits == 0 ? 0 : Math.round(1000.0 * flipped / commits) / 1000.0,
        last);
  }
}
