package io.closedloop.core.config;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The secret values that configuration has yielded so far, known only in order to keep them out of
 * texts.
 */
public final class Secrets {
  /** Shorter values would blot out ordinary words. */
  private static final int SHORTEST = 6;

  private final Set<String> values =
      new ConcurrentSkipListSet<>(
          Comparator.comparingInt(String::length)
              .reversed()
              .thenComparing(Comparator.naturalOrder()));

  void add(String value) {
    if (value.length() >= SHORTEST) {
      values.add(value);
    }
  }

  /** The text with each known secret replaced by three asterisks. */
  public String redact(String text) {
    String redacted = text;
    for (String value : values) {
      redacted = redacted.replace(value, "***");
    }
    return redacted;
  }

  @Override
  public String toString() {
    return "Secrets[" + values.size() + "]";
  }
}
