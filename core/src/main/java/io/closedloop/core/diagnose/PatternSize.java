package io.closedloop.core.diagnose;

import org.jspecify.annotations.Nullable;

/**
 * Bounds what a pattern grows to when it is compiled. RE2 takes linear time over a line whatever
 * the pattern, but it writes {@code x{1000}} out a thousand times, and repetitions within
 * repetitions multiply.
 */
final class PatternSize {
  static final int LONGEST = 2000;
  static final int MOST_STATES = 20_000;

  private final String pattern;
  private int at;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** What is wrong with the size of the pattern, null when nothing is. */
  static @Nullable String problem(String pattern) {
    if (pattern.length() > LONGEST) {
      return "pattern is %d characters long; at most %d are accepted"
          .formatted(pattern.length(), LONGEST);
    }
    double states = new PatternSize(pattern).sequence();
    return states > MOST_STATES
        ? "pattern grows exponentially: its repetitions multiply to some %.0f states, and %d are accepted; write a shorter {n,m}"
            .formatted(states, MOST_STATES)
        : null;
  }

  /** The states of what follows, up to the bracket that closes it. */
  private double sequence() {
    double sum = 0;
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      double one = atom();
      sum += one * repetition();
    }
    return sum;
  }

  private double atom() {
    char c = pattern.charAt(at++);
    if (c == '(') {
      double inner = sequence();
      at++;
      return inner + 2;
    }
    if (c == '\\') {
      escape();
    } else if (c == '[') {
      set();
    }
    return 1;
  }

  private void escape() {
    boolean literal = pattern.startsWith("Q", at);
    int end = literal ? pattern.indexOf("\\E", at) : -1;
    at = end > 0 ? end + 2 : literal ? pattern.length() : at + 1;
  }

  private void set() {
    int first = pattern.startsWith("^", at) ? at + 1 : at;
    at = first;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
      at += pattern.charAt(at) == '\\' ? 2 : pattern.startsWith("[:", at) ? 2 : 1;
    }
    at++;
  }

  /** How often what stands before is written out. */
  private double repetition() {
    double times = 1;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (c == '*' || c == '+' || c == '?') {
        at++;
      } else if (c == '{' && braces() > 0) {
        times *= Math.max(1, braces());
        at = pattern.indexOf('}', at) + 1;
      } else {
        break;
      }
    }
    return times;
  }

  /** The larger number of {@code {n}}, {@code {n,}} or {@code {n,m}}; 0 when it is text. */
  private double braces() {
    int end = pattern.indexOf('}', at);
    if (end < 0) {
      return 0;
    }
    double most = 0;
    for (String number : pattern.substring(at + 1, end).split(",", -1)) {
      if (!number.isEmpty() && !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return 0;
      }
      most = number.isEmpty() ? most : Math.max(most, Double.parseDouble(number));
    }
    return Math.max(most, 1);
  }
}
