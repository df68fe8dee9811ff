package io.closedloop.core.diagnose;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one line as strings with a character for each byte, made when asked for: the virtual
 * machine searches strings many bytes at a time.
 */
final class LineBytes {
  final Line line;
  private @Nullable String exact;
  private @Nullable String folded;

  LineBytes(Line line) {
    this.line = line;
  }

  String exact() {
    var known = exact;
    if (known == null) {
      known = new String(line.bytes, line.from, line.length(), ISO_8859_1);
      exact = known;
    }
    return known;
  }

  /** With letters of either case alike, and some other bytes too. */
  String folded() {
    var known = folded;
    if (known == null) {
      known = new String(folded(Arrays.copyOfRange(line.bytes, line.from, line.to)), ISO_8859_1);
      folded = known;
    }
    return known;
  }

  static byte[] folded(byte[] bytes) {
    byte[] folded = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      folded[i] = (byte) (bytes[i] | WordFinder.FOLD);
    }
    return folded;
  }
}
