package io.closedloop.benchmarks;

/**
 * Writes a pattern of RE2 as ripgrep takes it, who joins all to one expression: groups without
 * names, since each may stand there only once; no escape where none is needed; classes such as
 * {@code \w} for ASCII only, as RE2 has them. Unicode's are allowed just where a character is none
 * of ASCII's: a single class of Unicode's beside {@code \b} makes ripgrep leave its automaton for
 * the whole expression, and take minutes for a megabyte.
 */
final class RipgrepPattern {
  private final String pattern;
  private final StringBuilder out = new StringBuilder("(?-u:");

  private RipgrepPattern(String pattern) {
    this.pattern = pattern;
  }

  static String of(String pattern) {
    return new RipgrepPattern(
            pattern
                .replaceAll("\\(\\?P<\\w+>", "(?:")
                .replaceAll("(?<!\\\\)\\\\([/'\"<>!@%=:;,` ])", "$1"))
        .write();
  }

  private String write() {
    int i = 0;
    while (i < pattern.length()) {
      int end = end(i);
      String part = pattern.substring(i, end);
      boolean ascii = part.chars().allMatch(c -> c < 0x80) && !part.contains("\\x{");
      out.append(ascii ? part : "(?u:" + part + ")");
      i = end;
    }
    return out.append(')').toString();
  }

  /** Where the class, the escape or the character there ends. */
  private int end(int at) {
    char c = pattern.charAt(at);
    if (c == '\\') {
      return pattern.startsWith("\\x{", at)
          ? pattern.indexOf('}', at) + 1
          : Math.min(at + 2, pattern.length());
    }
    if (c != '[') {
      return at + Character.charCount(pattern.codePointAt(at));
    }
    int i = pattern.startsWith("[^", at) ? at + 2 : at + 1;
    i += pattern.startsWith("]", i) ? 1 : 0;
    while (pattern.charAt(i) != ']') {
      i =
          pattern.charAt(i) == '\\'
              ? i + 2
              : pattern.startsWith("[:", i) ? pattern.indexOf(":]", i) + 2 : i + 1;
    }
    return i + 1;
  }
}
