package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence.Excerpt;
import io.closedloop.api.EvidenceLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Remembers the last lines of a log and keeps a copy of them wherever a step ended badly. */
final class RecentLines {
  private static final int KEPT = 30;
  private static final int LONGEST = 400;
  private static final int MOST_EXCERPTS = 8;

  private static final int MOST_MARKED = 3;

  /** How near before a match a complaint belongs to it. */
  private static final int NEAR = 12;

  private static final int MOST_NEAR = 2;

  /** The last lines before a step's end, oldest first. */
  record Tail(Step step, List<EvidenceLine> lines) {}

  private final byte[][] texts = new byte[KEPT][LONGEST];
  private final int[] lengths = new int[KEPT];
  private final int[] numbers = new int[KEPT];
  private final Step[] steps = new Step[KEPT];
  private final List<Tail> tails = new ArrayList<>();
  private final List<EvidenceLine> marked = new ArrayList<>();
  private long count;

  void add(Line line, LogReader.Kind kind, Step step) {
    if (line.length() > 0) {
      int slot = (int) (count++ % KEPT);
      int length = Math.min(LONGEST, line.length());
      System.arraycopy(line.bytes, line.from, texts[slot], 0, length);
      lengths[slot] = length;
      numbers[slot] = line.number;
      steps[slot] = step;
    }
    if (kind == LogReader.Kind.ERROR && marked.size() < MOST_MARKED) {
      marked.add(new EvidenceLine(line.number, start(line), step.name));
    }
    if (kind == LogReader.Kind.ERROR && tails.size() < MOST_EXCERPTS) {
      tails.removeIf(tail -> tail.step() == step);
      tails.add(new Tail(step, copy(step)));
    }
  }

  /** The number of the last line that was added. */
  int lastLine() {
    return count == 0 ? 0 : numbers[(int) ((count - 1) % KEPT)];
  }

  /** Those of the last few lines of the step that complain, the nearest first. */
  List<EvidenceLine> complaints(Step step) {
    var found = new ArrayList<EvidenceLine>();
    for (long i = count - 1; i >= Math.max(0, count - NEAR) && found.size() < MOST_NEAR; i--) {
      int slot = (int) (i % KEPT);
      if (steps[slot] == step && EvidenceChoice.mayComplain(texts[slot], lengths[slot])) {
        var text = new String(texts[slot], 0, lengths[slot], StandardCharsets.UTF_8);
        if (EvidenceChoice.complains(text)) {
          found.add(new EvidenceLine(numbers[slot], text, step.name));
        }
      }
    }
    return found;
  }

  private static String start(Line line) {
    return new String(
        line.bytes, line.from, Math.min(LONGEST, line.length()), StandardCharsets.UTF_8);
  }

  /** The first lines that were marked as errors. */
  List<EvidenceLine> marked() {
    return List.copyOf(marked);
  }

  /** Ends the log: without any error marker its last lines are what there is. */
  List<Tail> finish() {
    if (tails.isEmpty() && count > 0) {
      var step = steps[(int) ((count - 1) % KEPT)];
      tails.add(new Tail(step, copy(step)));
    }
    return List.copyOf(tails);
  }

  private List<EvidenceLine> copy(Step step) {
    var lines = new ArrayList<EvidenceLine>();
    for (long i = Math.max(0, count - KEPT); i < count; i++) {
      int slot = (int) (i % KEPT);
      if (steps[slot] == step) {
        var text = new String(texts[slot], 0, lengths[slot], StandardCharsets.UTF_8);
        lines.add(new EvidenceLine(numbers[slot], text, step.name));
      }
    }
    return lines;
  }

  static List<Excerpt> excerpts(List<Tail> tails, Redactor redactor) {
    var excerpts = new ArrayList<Excerpt>();
    for (var tail : tails) {
      var run = new ArrayList<String>();
      int first = 0;
      int expected = -1;
      for (var line : tail.lines()) {
        if (line.line() != expected && !run.isEmpty()) {
          excerpts.add(new Excerpt(first, run));
          run.clear();
        }
        if (run.isEmpty()) {
          first = line.line();
        }
        run.add(redactor.redact(line.text()));
        expected = line.line() + 1;
      }
      if (!run.isEmpty()) {
        excerpts.add(new Excerpt(first, run));
      }
    }
    return excerpts;
  }
}
