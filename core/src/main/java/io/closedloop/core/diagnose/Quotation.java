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

  private Quotation() {}

  /**
   * Whether the line is one.
   *
   * @param at where its text begins
   */
  static boolean holds(Line line, int at) {
    return passed(line, at) || showsSource(line, at);
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
