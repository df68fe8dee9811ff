package io.closedloop.core.diagnose;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A cursor on one line of a log: a window into the reader's buffer that is valid until the next
 * line is read, so that lines nobody asks about cost no allocation.
 */
final class Line {
  byte[] bytes = new byte[0];
  int from;
  int to;
  int number;

  /** Whether there is any tabulator, of which most lines have none. */
  boolean tabs;

  static Line of(byte[] bytes) {
    var line = new Line();
    line.bytes = bytes;
    line.to = bytes.length;
    return line;
  }

  int length() {
    return to - from;
  }

  /** Invalid UTF-8 becomes U+FFFD, so any bytes have a text. */
  String text() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** What is shown of a line. */
  String startOfText() {
    return new String(bytes, from, Math.min(1000, to - from), StandardCharsets.UTF_8);
  }

  boolean startsWith(byte[] prefix) {
    return startsWith(prefix, from);
  }

  boolean startsWith(byte[] prefix, int at) {
    if (to - at < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[at + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  boolean startsWithAny(List<byte[]> prefixes, int at) {
    for (var each : prefixes) {
      if (startsWith(each, at)) {
        return true;
      }
    }
    return false;
  }

  /** With {@code anyCase}, letters of the text are lower-case and match either case. */
  boolean startsWith(byte[] text, int at, boolean anyCase) {
    if (!anyCase) {
      return startsWith(text, at);
    }
    for (int i = 0; i < text.length; i++) {
      if (WordFinder.lower(bytes[at + i]) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
