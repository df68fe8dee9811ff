package io.closedloop.action.rerun;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells by its name whether a job seems to change the world outside, so that running it twice may
 * do harm.
 */
record Outward(List<String> keywords) {
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z]+");

  /** The first of the names that holds a word which begins with a keyword. */
  Optional<String> among(Stream<String> names) {
    return names.filter(this::matches).findFirst();
  }

  private boolean matches(String name) {
    return BETWEEN_WORDS
        .splitAsStream(name.toLowerCase(Locale.ROOT))
        .anyMatch(word ->
            keywords.stream().anyMatch(key -> word.startsWith(key.toLowerCase(Locale.ROOT))));
  }
}
