package io.closedloop.core.diagnose;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a line's own text and is no part of it: byte order mark, common indent, job
 * and step of {@code gh run view --log}, time stamps of GitHub, GitLab, Jenkins, Taskcluster and
 * BuildKit, the margin of a build's last lines that Nix shows.
 */
final class LinePrefix {
  private static final int LONGEST_COLUMN = 300;
  private static final byte[] TASK = ascii("[task ");

  /** Nix shows the end of a build that failed below its own complaint, in line with that. */
  private static final byte[] NIX = ascii("       > ");

  private static final int SECONDS_OF_DAY = 24 * 60 * 60;

  /**
   * Where the step's name stood in a line of {@code gh run view --log}; null when the line has no
   * such columns.
   */
  private @Nullable String column;

  /** So many lines tell whether a log has its columns set apart by spaces. */
  private static final int LOOKED_AT = 50;

  /** How far all lines so far are indented, as in what was copied from a comment. */
  private int indent = Integer.MAX_VALUE;

  private int looked;
  private boolean spaced;

  /** When the last two lines with a time stamp were printed, in seconds of the day. */
  private int second = -1;

  private int secondBefore = -1;
  private @Nullable String lastColumn;
  private byte[] lastColumnBytes = new byte[0];

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Moves the cursor behind the prefix and returns the step that a column names, null without
   * columns.
   */
  @Nullable String strip(Line line) {
    column = null;
    mark(line);
    dedent(line);
    if (timestamp(line, 0)) {
      stream(line);
    } else if (!(line.tabs ? columns(line) : spacedColumns(line))) {
      if (line.startsWith(TASK) && timestamp(line, TASK.length)) {
        skip(line, (byte) ']');
      } else if (at(line, 0) == '[' && timestamp(line, 1)) {
        skip(line, (byte) ']');
      } else {
        bracketedClock(line);
      }
      clock(line);
    }
    mark(line);
    buildKit(line);
    if (line.startsWith(NIX)) {
      line.from += NIX.length;
    }
    return column;
  }

  /** What passed between the last two lines with a time stamp; less than a day. */
  Duration silence() {
    return secondBefore < 0
        ? Duration.ZERO
        : Duration.ofSeconds(Math.floorMod(second - secondBefore, SECONDS_OF_DAY));
  }

  /** The time that a line of GitHub's begins with, null if there is none. */
  static @Nullable Instant time(byte[] bytes, int from, int to) {
    var text = new String(bytes, from, Math.min(40, to - from), StandardCharsets.UTF_8);
    int end = text.indexOf('Z');
    try {
      return end < 0 ? null : Instant.parse(text.substring(0, end + 1));
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private void dedent(Line line) {
    if (indent > 0) {
      int spaces = 0;
      while (at(line, spaces) == ' ') {
        spaces++;
      }
      indent = at(line, spaces) < 0 ? indent : Math.min(indent, spaces);
      line.from += Math.min(indent, spaces);
    }
  }

  private static void mark(Line line) {
    if (at(line, 0) == 0xef && at(line, 1) == 0xbb && at(line, 2) == 0xbf) {
      line.from += 3;
    }
  }

  private static int at(Line line, int offset) {
    int index = line.from + offset;
    return index < line.to ? line.bytes[index] & 0xff : -1;
  }

  private static boolean digit(Line line, int offset) {
    int b = at(line, offset);
    return b >= '0' && b <= '9';
  }

  private static int two(Line line, int offset) {
    return 10 * (at(line, offset) - '0') + at(line, offset + 1) - '0';
  }

  /** {@code 2025-03-01T03:26:09.2320710Z} and one space after it. */
  private boolean timestamp(Line line, int offset) {
    if (!digit(line, offset)
        || at(line, offset + 4) != '-'
        || at(line, offset + 7) != '-'
        || at(line, offset + 10) != 'T'
        || at(line, offset + 13) != ':'
        || at(line, offset + 16) != ':'
        || !digit(line, offset + 18)) {
      return false;
    }
    int i = offset + 19;
    while (digit(line, i) || at(line, i) == '.') {
      i++;
    }
    if (at(line, i) != 'Z') {
      return false;
    }
    secondBefore = second;
    second = 60 * (60 * two(line, offset + 11) + two(line, offset + 14)) + two(line, offset + 17);
    line.from += i + 1;
    if (at(line, 0) == ' ') {
      line.from++;
    }
    return true;
  }

  /**
   * {@code 01O }, {@code 01E } or {@code 00O+}, as GitLab's runner writes it behind its time
   * stamps: the stream's number, output or error, and whether the line goes on with the one before.
   */
  private static void stream(Line line) {
    int kind = at(line, 2);
    if ((kind == 'O' || kind == 'E') && hexadecimal(line, 0) && hexadecimal(line, 1)) {
      int next = at(line, 3);
      if (next == ' ' || next == '+') {
        line.from += 4;
      } else if (next < 0) {
        line.from += 3;
      }
    }
  }

  private static boolean hexadecimal(Line line, int offset) {
    int b = at(line, offset);
    return (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f');
  }

  private static void skip(Line line, byte closing) {
    if (at(line, 0) == closing) {
      line.from++;
      if (at(line, 0) == ' ') {
        line.from++;
      }
    }
  }

  /** {@code 19:15:57 }, as Jenkins' Timestamper writes it. */
  private static void clock(Line line) {
    if (digit(line, 0)
        && digit(line, 1)
        && at(line, 2) == ':'
        && digit(line, 4)
        && at(line, 5) == ':'
        && digit(line, 7)
        && at(line, 8) == ' ') {
      line.from += 9;
      while (at(line, 0) == ' ') {
        line.from++;
      }
    }
  }

  /** {@code [00:01:36] }, as Rust's old jobs, Gulp and Fastlane write it. */
  private static void bracketedClock(Line line) {
    if (at(line, 0) == '['
        && digit(line, 2)
        && at(line, 3) == ':'
        && digit(line, 5)
        && at(line, 6) == ':'
        && digit(line, 8)
        && at(line, 9) == ']') {
      int text = at(line, 10) == ':' ? 11 : 10;
      line.from += at(line, text) == ' ' ? text + 1 : text;
    }
  }

  /** {@code #11 359.2 }, as BuildKit's plain progress writes it. */
  private static void buildKit(Line line) {
    if (at(line, 0) != '#' || !digit(line, 1)) {
      return;
    }
    int i = 1;
    while (digit(line, i)) {
      i++;
    }
    if (at(line, i) != ' ' || !digit(line, i + 1)) {
      return;
    }
    i++;
    while (digit(line, i) || at(line, i) == '.') {
      i++;
    }
    if (at(line, i) == ' ') {
      line.from += i + 1;
    }
  }

  private boolean columns(Line line) {
    int limit = Math.min(line.to, line.from + LONGEST_COLUMN);
    int first = tab(line, line.from, limit);
    int second = first < 0 ? -1 : tab(line, first + 1, limit);
    int start = line.from;
    if (second >= 0 && timestampAt(line, second + 1)) {
      column = name(line.bytes, first + 1, second);
      return true;
    }
    // without the job's name
    if (first >= 0 && timestampAt(line, first + 1)) {
      column = name(line.bytes, start, first);
      return true;
    }
    line.from = start;
    return false;
  }

  private boolean timestampAt(Line line, int at) {
    line.from = at;
    mark(line);
    return timestamp(line, 0);
  }

  /** The same columns where copying made spaces of the tabs. */
  private boolean spacedColumns(Line line) {
    if (!spaced && looked == LOOKED_AT) {
      return false;
    }
    looked += spaced ? 0 : 1;
    int limit = Math.min(line.to, line.from + LONGEST_COLUMN);
    int first = gap(line, line.from, limit);
    int step = first < 0 ? -1 : behindGap(line, first, limit);
    int second = step < 0 ? -1 : gap(line, step, limit);
    if (second < 0 || !timestamp(line, behindGap(line, second, limit) - line.from)) {
      return false;
    }
    spaced = true;
    column = name(line.bytes, step, second);
    return true;
  }

  /** Where two spaces or more begin, after something else; -1 when they do nowhere. */
  private static int gap(Line line, int from, int limit) {
    for (int i = from + 1; i + 1 < limit; i++) {
      if (line.bytes[i] == ' ' && line.bytes[i + 1] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static int behindGap(Line line, int from, int limit) {
    int i = from;
    while (i < limit && line.bytes[i] == ' ') {
      i++;
    }
    return i;
  }

  private static int tab(Line line, int from, int limit) {
    for (int i = from; i < limit; i++) {
      if (line.bytes[i] == '\t') {
        return i;
      }
    }
    return -1;
  }

  private String name(byte[] bytes, int from, int to) {
    var last = lastColumn;
    if (last != null
        && java.util.Arrays.equals(bytes, from, to, lastColumnBytes, 0, lastColumnBytes.length)) {
      return last;
    }
    lastColumnBytes = java.util.Arrays.copyOfRange(bytes, from, to);
    lastColumn = new String(lastColumnBytes, StandardCharsets.UTF_8);
    return lastColumn;
  }
}
