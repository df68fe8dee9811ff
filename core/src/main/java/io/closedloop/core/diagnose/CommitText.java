package io.closedloop.core.diagnose;

import static io.closedloop.core.diagnose.LinePrefix.ascii;

/**
 * Knows the lines in which git shows what somebody wrote about a commit: that says nothing of the
 * job, whatever it says, and anybody may have written it.
 */
final class CommitText {
  private static final byte[] HEAD = ascii("HEAD is now at ");
  private static final byte[] PREVIOUS_HEAD = ascii("Previous HEAD position was ");
  private static final byte[] COMMIT = ascii("commit ");
  private static final byte[] INDENT = ascii("    ");
  private static final byte[] AUTHOR = ascii("Author:");
  private static final byte[] DATE = ascii("Date:");
  private static final byte[] MERGE = ascii("Merge:");
  private static final int SHORT = 7;
  private static final int FULL = 40;

  /** Within what {@code git log} and {@code git show} print of a commit before its diff. */
  private boolean inside;

  /** Whether the line holds such text. */
  boolean holds(Line line) {
    if (inside) {
      if (line.startsWith(INDENT)) {
        return true;
      }
      inside =
          line.length() == 0
              || line.startsWith(AUTHOR)
              || line.startsWith(DATE)
              || line.startsWith(MERGE);
    }
    if (line.length() < SHORT) {
      return false;
    }
    return switch (line.bytes[line.from]) {
      case 'H' -> line.startsWith(HEAD);
      case 'P' -> line.startsWith(PREVIOUS_HEAD);
      case 'c' -> {
        inside |= line.startsWith(COMMIT) && hash(line, line.from + COMMIT.length) == FULL;
        yield oneLine(line);
      }
      default -> oneLine(line);
    };
  }

  /** {@code 8e3f2a3 Subject}, as {@code git log --oneline} prints it. */
  private static boolean oneLine(Line line) {
    int length = hash(line, line.from);
    int end = line.from + length;
    return length >= SHORT && end < line.to && line.bytes[end] == ' ';
  }

  /** How long a hash stands there; 0 for a mere number or a word. */
  private static int hash(Line line, int from) {
    boolean digit = false;
    boolean letter = false;
    int i = from;
    for (; i < line.to && i - from <= FULL; i++) {
      byte b = line.bytes[i];
      if (b >= '0' && b <= '9') {
        digit = true;
      } else if (b >= 'a' && b <= 'f') {
        letter = true;
      } else {
        break;
      }
    }
    return digit && letter ? i - from : 0;
  }
}
