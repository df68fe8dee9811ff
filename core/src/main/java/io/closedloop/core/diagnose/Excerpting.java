package io.closedloop.core.diagnose;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** Chooses the lines of a log that an excerpt keeps, and writes it. */
final class Excerpting {
  private static final int FRAME_BYTES = 24 * 1024;
  private static final int LONGEST = 1000;
  private static final int MOST_OF_ONE_FRAME = 40;
  private static final int MOST_MARKED = 60;
  private static final int TAIL = 120;
  private static final int END = 40;

  private final Redactor redactor;
  private final BitSet printed = new BitSet();
  private final BitSet marked = new BitSet();
  private final List<Step> steps = new ArrayList<>();
  private int[] stepOf = new int[1024];
  private int lines;

  Excerpting(Redactor redactor) {
    this.redactor = redactor;
  }

  private static Set<Integer> matched(Explanation explanation) {
    Set<Integer> lines = new java.util.TreeSet<>();
    for (var candidate : explanation.candidates()) {
      for (var match : candidate.matches()) {
        lines.add(match.line());
        lines.add(match.lastLine());
      }
    }
    return lines;
  }

  /** The excerpt of a log, compressed. */
  byte[] excerpt(byte[] log, Explanation explanation) throws IOException {
    var matched = matched(explanation);
    var reader = new LogReader();
    reader.read(
        new ByteArrayInputStream(log),
        (line, kind, step) -> {
          printed.set(line.number);
          if (kind != LogReader.Kind.OUTPUT) {
            marked.set(line.number);
          }
          if (steps.isEmpty() || steps.getLast() != step) {
            steps.add(step);
          }
          if (line.number >= stepOf.length) {
            stepOf = java.util.Arrays.copyOf(stepOf, line.number * 2);
          }
          stepOf[line.number] = steps.size() - 1;
        });
    lines = reader.lines();
    return write(log, frame(), inOrder(matched, reader.complaining()));
  }

  /** What is no output: the beginning and the end of each run of such lines. */
  private BitSet frame() {
    var frame = new BitSet();
    int line = 1;
    while (line <= lines) {
      int end = printed.nextSetBit(line);
      end = end < 0 ? lines + 1 : end;
      if (end > line) {
        frame.set(line, Math.min(end, line + MOST_OF_ONE_FRAME));
        frame.set(end - 1);
      }
      line = end + 1;
    }
    return frame;
  }

  /** Lines of output that are worth keeping, the most telling first. */
  private List<Integer> inOrder(Set<Integer> matched, List<Step> complaining) {
    List<Integer> all = new ArrayList<>(matched);
    for (int line : matched) {
      all.add(line - 1);
      for (int after = 1; after <= LogScan.FOLLOWING; after++) {
        all.add(line + after);
      }
    }
    marked.stream().limit(MOST_MARKED).forEach(all::add);
    last(END, null, all);
    for (var step : complaining) {
      last(TAIL, step, all);
    }
    if (complaining.isEmpty()) {
      last(3 * TAIL, null, all);
    }
    return all;
  }

  private void last(int most, @org.jspecify.annotations.Nullable Step step, List<Integer> into) {
    int left = most;
    int line = printed.previousSetBit(lines);
    while (line > 0 && left > 0) {
      if (step == null || steps.get(stepOf[line]) == step) {
        into.add(line);
        left--;
      }
      line = printed.previousSetBit(line - 1);
    }
  }

  private byte[] write(byte[] log, BitSet frame, List<Integer> wanted) throws IOException {
    int[] lengths = lengths(log);
    var kept = new BitSet();
    int bytes = 0;
    for (int line = frame.nextSetBit(1); line > 0; line = frame.nextSetBit(line + 1)) {
      if (bytes + lengths[line] <= FRAME_BYTES) {
        kept.set(line);
        bytes += lengths[line];
      }
    }
    for (int line : wanted) {
      if (line > 0
          && line <= lines
          && printed.get(line)
          && !kept.get(line)
          && bytes + lengths[line] <= LogExcerpt.MOST_BYTES) {
        kept.set(line);
        bytes += lengths[line];
      }
    }
    var zipped = new ByteArrayOutputStream(bytes / 4 + 64);
    try (var gzip = new GZIPOutputStream(zipped)) {
      write(log, kept, gzip);
    }
    return zipped.toByteArray();
  }

  private int[] lengths(byte[] log) throws IOException {
    var reader = new LineReader(new ByteArrayInputStream(log));
    var line = new Line();
    int[] lengths = new int[lines + 1];
    while (reader.next(line)) {
      lengths[line.number] = Math.min(LONGEST, line.length()) + 1;
    }
    return lengths;
  }

  /** What stands before the text, such as a time, is no part of what is redacted. */
  private void write(byte[] log, BitSet kept, GZIPOutputStream to) throws IOException {
    var reader = new LineReader(new ByteArrayInputStream(log));
    var prefix = new LinePrefix();
    var line = new Line();
    while (reader.next(line)) {
      int from = line.from;
      prefix.strip(line);
      if (kept.get(line.number)) {
        to.write(line.bytes, from, line.from - from);
        int length = Math.min(LONGEST, line.length());
        var text = new String(line.bytes, line.from, length, StandardCharsets.UTF_8);
        to.write(redactor.redact(text).getBytes(StandardCharsets.UTF_8));
      }
      to.write('\n');
    }
  }
}
