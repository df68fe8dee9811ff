package io.closedloop.core.plan;

import io.closedloop.api.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How often and how soon a failure is run again: what holds for all, and what differs by category.
 */
public record Retries(Policy.Backoff usual, Map<String, Strategy> strategies) {

  public Retries {
    strategies = Map.copyOf(strategies);
  }

  /** The same for every category. */
  public static Retries uniform(Policy.Backoff backoff) {
    return new Retries(backoff, Map.of());
  }

  /**
   * What differs for one category.
   *
   * @param maxAttempts null for the usual number
   * @param base null for the usual first delay
   * @param patterns words in the evidence that speak for a failure that passes by itself
   */
  public record Strategy(
      @Nullable Integer maxAttempts, @Nullable Duration base, List<String> patterns) {
    public Strategy {
      patterns = List.copyOf(patterns);
    }
  }

  /** What holds for a category. */
  public Policy.Backoff of(String category) {
    Strategy strategy = strategies.get(category);
    return strategy == null
        ? usual
        : new Policy.Backoff(
            usual.enabled(),
            strategy.maxAttempts() == null ? usual.maxAttempts() : strategy.maxAttempts(),
            strategy.base() == null ? usual.base() : strategy.base(),
            usual.multiplier(),
            usual.cap(),
            usual.jitter());
  }

  /** Whether a failure may be run again: its signature says so, or the operator's words do. */
  public boolean mayPass(Diagnosis diagnosis) {
    return diagnosis.transientFailure() || word(diagnosis).isPresent();
  }

  /** The first of the category's words that stands in the evidence, as whole words in any case. */
  Optional<String> word(Diagnosis diagnosis) {
    Strategy strategy = strategies.get(diagnosis.category());
    if (strategy == null) {
      return Optional.empty();
    }
    return strategy.patterns().stream()
        .filter(word ->
            diagnosis.evidence().stream()
                .anyMatch(line -> holds(folded(line.text()), folded(word))))
        .findFirst();
  }

  private static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean holds(String line, String word) {
    for (int at = word.isBlank() ? -1 : line.indexOf(word);
        at >= 0;
        at = line.indexOf(word, at + 1)) {
      int end = at + word.length();
      if ((at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1)))
          && (end == line.length() || !Character.isLetterOrDigit(line.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
