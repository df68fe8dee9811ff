package io.closedloop.core.diagnose;

/** Finds the text that every match of a pattern contains. */
final class Literals {
  /** Shorter words are on too many lines to save any work. */
  static final int SHORTEST = 3;

  private Literals() {}

  /**
   * The longest run of plain characters outside groups, classes and repetitions; empty when an
   * alternative at the top or the lack of such a run leaves none.
   */
  static String derive(String pattern) {
    String longest = "";
    var run = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean plain = false;
      switch (c) {
        case '\\' -> {
          i++;
          if (i < pattern.length() && !Character.isLetterOrDigit(pattern.charAt(i))) {
            c = pattern.charAt(i);
            plain = true;
          }
        }
        case '(' -> depth++;
        case ')' -> depth--;
        case '[' -> i = endOfClass(pattern, i);
        case '|' -> {
          if (depth == 0) {
            return "";
          }
        }
        case '?', '*', '+', '{' -> {
          if (!run.isEmpty()) {
            run.setLength(run.length() - 1);
          }
          if (c == '{') {
            i = Math.max(i, pattern.indexOf('}', i));
          }
        }
        case '.', '^', '$' -> {}
        default -> plain = true;
      }
      if (plain && depth == 0) {
        run.append(c);
      } else {
        longest = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
      }
    }
    return run.length() > longest.length() ? run.toString() : longest;
  }

  private static int endOfClass(String pattern, int start) {
    int i = start + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    if (i < pattern.length() && pattern.charAt(i) == ']') {
      i++;
    }
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      if (pattern.charAt(i) == '\\') {
        i++;
      } else if (pattern.startsWith("[:", i)) {
        i = Math.max(i, pattern.indexOf(":]", i) + 1);
      }
      i++;
    }
    return i;
  }
}
