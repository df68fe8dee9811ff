package io.closedloop.core.diagnose;

import java.util.BitSet;

/**
 * The bytes of which a line begins with one where an anchored pattern matches it: rather too many
 * than too few, all where the pattern is not anchored or not easily read.
 */
final class FirstBytes {
  private static final int ALL = 256;
  private static final int ASCII = 128;
  private static final int ADDED = -1;
  private static final BitSet SPACES = new BitSet(ASCII);

  static {
    "\t\n\f\r ".chars().forEach(SPACES::set);
  }

  private final String pattern;
  private final BitSet bytes = new BitSet(ALL);
  private int at;
  private boolean hard;

  private FirstBytes(String pattern) {
    this.pattern = pattern;
  }

  /**
   * Of this pattern.
   *
   * @param anyCase whether letters of either case are alike
   */
  static BitSet of(String pattern, boolean anyCase) {
    var reading = new FirstBytes(pattern);
    var bytes = reading.bytes;
    reading.hard |= reading.anchored();
    if (reading.hard) {
      bytes.set(0, ALL);
    }
    if (anyCase) {
      for (int c = 'a'; c <= 'z'; c++) {
        int upper = Character.toUpperCase(c);
        boolean either = bytes.get(c) || bytes.get(upper);
        bytes.set(c, either);
        bytes.set(upper, either);
      }
      bytes.set(ASCII, ALL); // letters that are some of ASCII's in another case
    }
    return bytes;
  }

  /** Reads all; whether a line may begin with anything. */
  private boolean anchored() {
    boolean any = false;
    if (pattern.startsWith("(?i)")) {
      at = "(?i)".length();
    }
    do {
      any |= !next('^') || sequence(true);
    } while (next('|'));
    return any || at < pattern.length();
  }

  private boolean next(char c) {
    boolean there = at < pattern.length() && pattern.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  /** Reads one alternative; whether it may be empty. */
  private boolean sequence(boolean begins) {
    boolean empty = true;
    while (at < pattern.length() && "|)".indexOf(pattern.charAt(at)) < 0) {
      boolean one = atom(begins && empty);
      empty &= repetition() || one;
    }
    return empty;
  }

  private boolean atom(boolean begins) {
    var read = new BitSet(ALL);
    char c = pattern.charAt(at++);
    switch (c) {
      case '^', '$' -> {
        return true;
      }
      case '(' -> {
        at = Literals.endOfHead(pattern, at - 1) + 1;
        boolean empty = sequence(begins);
        while (next('|')) {
          empty |= sequence(begins);
        }
        hard |= !next(')');
        return empty;
      }
      case '.' -> read.set(0, ALL);
      case '[' -> {
        int end = Literals.endOfClass(pattern, at - 1);
        set(read, Math.min(end, pattern.length()));
        at = end + 1;
      }
      case '\\' -> {
        if (next('b')) {
          return true;
        }
        int one = escape(read);
        add(read, one, one);
      }
      default -> add(read, c, c);
    }
    if (begins) {
      bytes.or(read);
    }
    return false;
  }

  /** Whether what was read before may be absent. */
  private boolean repetition() {
    boolean absent = false;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      int close = c == '{' ? pattern.indexOf('}', at) : at;
      if ("?*+{".indexOf(c) < 0
          || close < 0
          || (c == '{' && !Character.isDigit(pattern.charAt(at + 1)))) {
        return absent;
      }
      absent |= c != '+' && !(c == '{' && pattern.charAt(at + 1) != '0');
      at = close + 1;
    }
    return absent;
  }

  private void set(BitSet into, int end) {
    boolean negated = next('^');
    while (at < end) {
      if (pattern.startsWith("[:", at)) {
        hard = true;
      }
      int from = member(into);
      int to = from;
      if (at + 1 < end && next('-')) {
        to = member(into);
      }
      add(into, from, to);
    }
    if (negated) {
      into.flip(0, ASCII);
      into.set(ASCII, ALL);
    }
  }

  /** The character that stands there in a class; {@link #ADDED} where it is several. */
  private int member(BitSet into) {
    char c = pattern.charAt(at++);
    return c == '\\' ? escape(into) : c;
  }

  /** The character that is escaped there, or several, which are added. */
  private int escape(BitSet into) {
    char c = at < pattern.length() ? pattern.charAt(at++) : '\\';
    switch (c) {
      case 'd' -> add(into, '0', '9');
      case 's' -> SPACES.stream().forEach(into::set);
      case 'w' -> {
        add(into, '0', '9');
        add(into, 'A', 'Z');
        add(into, 'a', 'z');
        add(into, '_', '_');
      }
      case 'S' -> {
        var others = (BitSet) SPACES.clone();
        others.flip(0, ALL);
        into.or(others);
      }
      default -> {
        hard |= Character.isLetterOrDigit(c);
        return c;
      }
    }
    return ADDED;
  }

  private static void add(BitSet into, int from, int to) {
    if (to >= ASCII) {
      into.set(ASCII, ALL);
    }
    if (from >= 0 && from < ASCII) {
      into.set(from, Math.clamp(to + 1, from, ASCII));
    }
  }
}
