package io.closedloop.core.diagnose;

/** Knows which lines are the body of a diff in unified form, by the counts in its headers. */
final class Hunks {
  private int before;
  private int after;

  /** Whether the line is inside a hunk, whose header came before. */
  boolean holds(Line line) {
    if (before > 0 || after > 0) {
      int first = line.length() == 0 ? ' ' : line.bytes[line.from];
      switch (first) {
        case ' ' -> {
          before--;
          after--;
          return true;
        }
        case '-' -> {
          before--;
          return true;
        }
        case '+' -> {
          after--;
          return true;
        }
        case '\\' -> {
          return true;
        }
        default -> end();
      }
    }
    header(line);
    return false;
  }

  void end() {
    before = 0;
    after = 0;
  }

  /** {@code @@ -1,5 +1,7 @@}; a count of 1 is left out. */
  private void header(Line line) {
    byte[] bytes = line.bytes;
    if (line.length() < 9 || bytes[line.from] != '@' || bytes[line.from + 1] != '@') {
      return;
    }
    var words = line.text().split(" ", 5);
    if (words.length >= 4
        && words[1].startsWith("-")
        && words[2].startsWith("+")
        && words[3].startsWith("@@")) {
      before = count(words[1]);
      after = count(words[2]);
    }
  }

  private static int count(String range) {
    int comma = range.indexOf(',');
    if (comma < 0) {
      return 1;
    }
    try {
      return Integer.parseInt(range, comma + 1, range.length(), 10);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
