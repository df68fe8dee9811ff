package io.closedloop.core.diagnose;

import static io.closedloop.core.diagnose.LinePrefix.ascii;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The branches that a Jenkins pipeline runs in parallel: what one of them prints stands behind its
 * name, as in {@code [lint] src/a.py:1:1: F401}. Only a name that the pipeline gave a branch is
 * removed, since tools write {@code [ERROR] } before their lines too. Before a command, as in
 * {@code [lint] $ mvn verify}, any name is.
 */
final class ParallelBranches {
  private static final byte[] PIPELINE = ascii("[Pipeline] ");
  private static final byte[] PARALLEL = ascii("[Pipeline] parallel");
  private static final byte[] BRANCH = ascii("{ (Branch: ");
  private static final byte[] TRACE = ascii("] + ");
  private static final byte[] COMMAND = ascii("] $ ");
  private static final int PROMPT = 2;
  private static final int MOST = 100;
  private static final int LONGEST = 100;

  /** Each with its brackets and the space behind them. */
  private final List<byte[]> prefixes = new ArrayList<>();

  private boolean parallel;

  /** Moves the cursor behind a branch's name. */
  void strip(Line line) {
    if (line.length() == 0 || line.bytes[line.from] != '[') {
      return;
    }
    if (line.startsWith(PIPELINE)) {
      parallel |= line.startsWith(PARALLEL);
      int name = parallel ? after(line, BRANCH) : -1;
      int end = name < 0 ? -1 : lastParenthesis(line, name);
      if (end > name) {
        remember(line, name, end);
      }
    } else if (after(line, COMMAND) > 0) {
      // what Jenkins runs itself stands behind the workspace's name
      line.from = after(line, COMMAND) - PROMPT;
    } else if (parallel && !stripped(line)) {
      // a shell of a branch whose beginning the log does not show
      int end = after(line, TRACE) - TRACE.length;
      if (end > 0 && hasSmallLetter(line, end)) {
        remember(line, line.from + 1, end);
        stripped(line);
      }
    }
  }

  private boolean stripped(Line line) {
    for (var prefix : prefixes) {
      if (line.startsWith(prefix)) {
        line.from += prefix.length;
        return true;
      }
    }
    return false;
  }

  private void remember(Line line, int from, int to) {
    var prefix = new byte[to - from + 3];
    prefix[0] = '[';
    System.arraycopy(line.bytes, from, prefix, 1, to - from);
    prefix[prefix.length - 2] = ']';
    prefix[prefix.length - 1] = ' ';
    if (prefixes.size() < MOST && prefixes.stream().noneMatch(p -> Arrays.equals(p, prefix))) {
      prefixes.add(prefix);
    }
  }

  /** Tools write the names of levels in capitals. */
  private static boolean hasSmallLetter(Line line, int to) {
    for (int i = line.from; i < to; i++) {
      if (line.bytes[i] >= 'a' && line.bytes[i] <= 'z') {
        return true;
      }
    }
    return false;
  }

  private static int after(Line line, byte[] text) {
    int last = Math.min(line.to, line.from + LONGEST) - text.length;
    for (int i = line.from; i <= last; i++) {
      if (line.startsWith(text, i)) {
        return i + text.length;
      }
    }
    return -1;
  }

  private static int lastParenthesis(Line line, int from) {
    for (int i = Math.min(line.to, from + LONGEST) - 1; i > from; i--) {
      if (line.bytes[i] == ')') {
        return i;
      }
    }
    return -1;
  }
}
