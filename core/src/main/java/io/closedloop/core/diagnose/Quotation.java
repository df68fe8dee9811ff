package io.closedloop.core.diagnose;

import static io.closedloop.core.diagnose.LinePrefix.ascii;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines that only show something, whatever their words: tests that passed, and source. */
final class Quotation {
  /** What Jest, Babel, Rust's and C's compilers and BuildKit print between a number and source. */
  private static final byte[] FRAME = ascii(" | ");

  /** The same of Vitest. */
  private static final byte[] NARROW_FRAME = ascii("| ");

  private static final byte[] TAP_OK = ascii("ok ");
  private static final byte[] PASS = ascii("PASS");
  private static final byte[] GO_PASS = ascii("--- PASS");

  /** Check marks, plain, heavy and white on green, and the root sign that stands for one. */
  private static final List<byte[]> CHECKS =
      List.of(
          "\u2713".getBytes(StandardCharsets.UTF_8),
          "\u2714".getBytes(StandardCharsets.UTF_8),
          "\u2705".getBytes(StandardCharsets.UTF_8),
          "\u221a".getBytes(StandardCharsets.UTF_8));

  private static final byte[] PYTHON_FILE = ascii("File \"");
  private static final byte[] PYTHON_LINE = ascii("\", line ");
  private static final byte[] NODE_FILE = ascii("file:///");

  /** The line that names a place of some source, whose text stands on the next one. */
  private int place;

  /**
   * How far that line is indented; Python indents source further, and shows none of a command's.
   */
  private int indent;

  /**
   * Whether the line is one; asked for each in its turn.
   *
   * @param at where its text begins
   */
  boolean holds(Line line, int at) {
    if (place > 0 && line.number == place + 1 && at - line.from > indent) {
      return true;
    }
    if (namesPlace(line, at)) {
      place = line.number;
      indent = line.bytes[at] == 'F' ? at - line.from : -1;
    }
    return passed(line, at) || showsSource(line, at);
  }

  /**
   * Whether Python or Node tells where an error comes from, as {@code File "a.py", line 3, in f}
   * within a traceback, and {@code /home/a.js:12} alone on its line.
   */
  private static boolean namesPlace(Line line, int at) {
    return switch (at < line.to ? line.bytes[at] : 0) {
      case 'F' -> at > line.from && line.startsWith(PYTHON_FILE, at) && hasNumber(line, at);
      case '/' -> endsWithNumber(line, at);
      case 'f' -> line.startsWith(NODE_FILE, at) && endsWithNumber(line, at);
      default -> false;
    };
  }

  private static boolean hasNumber(Line line, int at) {
    for (int i = at + PYTHON_FILE.length; i < line.to; i++) {
      if (line.startsWith(PYTHON_LINE, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether all of it is the name of a file of JavaScript or TypeScript, a colon and a number. */
  private static boolean endsWithNumber(Line line, int at) {
    int digits = line.to;
    while (digits > at && line.bytes[digits - 1] >= '0' && line.bytes[digits - 1] <= '9') {
      digits--;
    }
    if (digits == line.to
        || digits - 3 <= at
        || line.bytes[digits - 1] != ':'
        || line.bytes[digits - 2] != 's') {
      return false;
    }
    for (int i = at; i < digits; i++) {
      if (line.bytes[i] == ' ' || line.bytes[i] == '\t') {
        return false;
      }
    }
    return true;
  }

  /** A test that passed says nothing by its name, however it sounds. */
  private static boolean passed(Line line, int at) {
    if (at == line.to) {
      return false;
    }
    return switch (line.bytes[at]) {
      case 'o' -> line.startsWith(TAP_OK, at);
      case 'P' -> line.startsWith(PASS, at);
      case '-' -> line.startsWith(GO_PASS, at);
      case (byte) 0xe2 -> line.startsWithAny(CHECKS, at);
      default -> false;
    };
  }

  /** Whether a tool shows a line of some source with its number, as in {@code > 12 | a = b}. */
  private static boolean showsSource(Line line, int at) {
    int number = at;
    while (number < line.to && (line.bytes[number] == '>' || line.bytes[number] == ' ')) {
      number++;
    }
    int end = number;
    while (end < line.to && line.bytes[end] >= '0' && line.bytes[end] <= '9') {
      end++;
    }
    return end > number && (line.startsWith(FRAME, end) || line.startsWith(NARROW_FRAME, end));
  }
}
