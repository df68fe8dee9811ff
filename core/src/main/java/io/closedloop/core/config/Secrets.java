package io.closedloop.core.config;

import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private final Set<String> open = ConcurrentHashMap.newKeySet();
  private final Set<String> closed = ConcurrentHashMap.newKeySet();

  void add(String value) {
    if (value.length() >= SHORTEST) {
      values.add(value);
      // a message may quote the beginning alone
      values.add(value.substring(0, Math.min(value.length(), Words.LONGEST_QUOTE)));
    }
  }

  /** Notes that the value at this path was taken for something that is no secret. */
  void open(String path) {
    open.add(path);
  }

  boolean isOpen(String path) {
    return open.contains(path) && !closed.contains(path);
  }

  /** Notes that the value at this path was taken for a secret, whatever it was taken for before. */
  void close(String path) {
    closed.add(path);
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
