package io.closedloop.core.diagnose;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Splits a stream into lines over {@code \n}, in memory that does not grow with the log or with a
 * line. What a terminal would not show (colours, NUL, text overwritten after a carriage return) is
 * removed; what a line holds past {@link #LIMIT} is cut off.
 */
final class LineReader {
  /** Bytes of a line that are looked at. */
  static final int LIMIT = 16 * 1024;

  private static final int ESC = 0x1b;
  private static final int BEL = 0x07;
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHEST = 0x8080_8080_8080_8080L;
  private static final long NEWLINES = '\n' * ONES;
  private static final long TABS = '\t' * ONES;
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final InputStream in;
  private final byte[] buffer = new byte[4 * LIMIT];
  private int position;
  private int end;
  private int number;
  private int cut;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** How many lines were longer than {@link #LIMIT}. */
  int cutLines() {
    return cut;
  }

  /** Puts the cursor on the next line; false at the end of the stream. */
  boolean next(Line line) throws IOException {
    int scan = position;
    boolean control = false;
    line.tabs = false;
    while (true) {
      scan = plain(scan);
      while (scan < end && buffer[scan] != '\n') {
        byte b = buffer[scan];
        control |= b == ESC || b == '\r' || b == 0;
        line.tabs |= b == '\t';
        scan = control ? newline(scan + 1, line) : plain(scan + 1);
      }
      if (scan < end) {
        emit(line, scan, control);
        position = scan + 1;
        return true;
      }
      if (scan - position > LIMIT) {
        emit(line, scan, control);
        skipToNewline();
        return true;
      }
      int moved = position;
      if (!fill()) {
        if (position == end) {
          return false;
        }
        emit(line, end, control);
        position = end;
        return true;
      }
      scan -= moved - position;
    }
  }

  /** The index of the first control character from there on, or where the buffer ends. */
  private int plain(int from) {
    int i = from;
    while (i + Long.BYTES <= end) {
      long eight = (long) LONG.get(buffer, i);
      // the highest bit of each byte that is below ESC + 1; exact for the lowest such byte
      long below = (eight - (ESC + 1) * ONES) & ~eight & HIGHEST;
      if (below != 0) {
        return i + Long.numberOfTrailingZeros(below) / Byte.SIZE;
      }
      i += Long.BYTES;
    }
    while (i < end && (buffer[i] < 0 || buffer[i] > ESC)) {
      i++;
    }
    return i;
  }

  /**
   * The index of the next newline, or where the buffer ends; notes tabs before it. A line that has
   * one control character may have thousands, and is cleaned byte by byte anyway.
   */
  private int newline(int from, Line line) {
    int i = from;
    while (i + Long.BYTES <= end) {
      long eight = (long) LONG.get(buffer, i);
      if (hasZero(eight ^ NEWLINES)) {
        break;
      }
      line.tabs |= hasZero(eight ^ TABS);
      i += Long.BYTES;
    }
    while (i < end && buffer[i] != '\n') {
      line.tabs |= buffer[i] == '\t';
      i++;
    }
    return i;
  }

  private static boolean hasZero(long eight) {
    return ((eight - ONES) & ~eight & HIGHEST) != 0;
  }

  private boolean fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, end - position);
      end -= position;
      position = 0;
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read <= 0) {
      return false;
    }
    end += read;
    return true;
  }

  /** The line itself stays where it is: the search goes on behind it in the rest of the buffer. */
  private void skipToNewline() throws IOException {
    int start = Math.min(position + LIMIT, end);
    while (true) {
      int read = in.read(buffer, start, buffer.length - start);
      if (read <= 0) {
        position = end = start;
        return;
      }
      for (int i = start; i < start + read; i++) {
        if (buffer[i] == '\n') {
          position = i + 1;
          end = start + read;
          return;
        }
      }
    }
  }

  private void emit(Line line, int lineEnd, boolean control) {
    if (number < Integer.MAX_VALUE) {
      number++;
    }
    line.bytes = buffer;
    line.from = position;
    line.to = lineEnd;
    line.number = number;
    if (lineEnd - position > LIMIT) {
      line.to = position + LIMIT;
      cut++;
    }
    if (control) {
      clean(line);
    }
  }

  private static void clean(Line line) {
    byte[] bytes = line.bytes;
    int to = line.to;
    while (to > line.from && bytes[to - 1] == '\r') {
      to--;
    }
    int out = line.from;
    for (int i = line.from; i < to; i++) {
      byte b = bytes[i];
      if (b == ESC) {
        i = endOfEscape(bytes, i, to);
      } else if (b == '\r') {
        // A progress bar: a terminal shows what was written last.
        out = line.from;
      } else if (b != 0) {
        bytes[out++] = b;
      }
    }
    line.to = out;
  }

  /** The index of the last byte of the escape sequence that begins at {@code i}. */
  private static int endOfEscape(byte[] bytes, int i, int to) {
    if (i + 1 >= to) {
      return i;
    }
    int kind = bytes[i + 1];
    int at = i + 2;
    if (kind == '[') {
      while (at < to && (bytes[at] < 0x40 || bytes[at] > 0x7e)) {
        at++;
      }
      return at;
    }
    if (kind == ']') {
      while (at < to && bytes[at] != BEL && bytes[at] != ESC) {
        at++;
      }
      return at < to && bytes[at] == ESC ? at + 1 : at;
    }
    return kind == '(' || kind == ')' ? at : i + 1;
  }
}
