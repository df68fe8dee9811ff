package io.closedloop.core.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One quick pass over JSON of the usual kind. It says yes only to what any parser would read
 * likewise; all else, the rare and the broken alike, it leaves to the parser.
 */
final class PlainJson {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = ONES << 7;
  private static final byte[] ACTION = "action".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  // All far below where parsers draw the line.
  private static final int DEEPEST = 60;
  private static final int LONGEST_NAME = 500;
  private static final int LONGEST_NUMBER = 50;

  private final byte[] json;
  private int at;
  private boolean escaped;
  private String action = "";

  private PlainJson(byte[] json) {
    this.json = json;
  }

  /**
   * The text of the member {@code action} of the outermost object, empty when there is none; null
   * when the parser has to decide.
   */
  static @Nullable String action(byte[] json) {
    PlainJson scan = new PlainJson(json);
    return scan.next() == '{' && scan.object(1) && scan.next() < 0 ? scan.action : null;
  }

  /** The next byte that is no white space, and goes past it; negative at the end. */
  private int next() {
    while (at < json.length) {
      byte b = json[at++];
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return b & 0xff;
      }
    }
    return -1;
  }

  private boolean object(int depth) {
    int next = next();
    if (next == '}') {
      return true;
    }
    while (next == '"') {
      int name = at;
      if (!string() || escaped || at - name > LONGEST_NAME) {
        return false;
      }
      boolean told = depth == 1 && Arrays.equals(json, name, at - 1, ACTION, 0, ACTION.length);
      if (next() != ':' || !(told ? actionValue() : value(next(), depth))) {
        return false;
      }
      next = next();
      if (next == '}') {
        return true;
      }
      if (next != ',') {
        return false;
      }
      next = next();
    }
    return false;
  }

  private boolean array(int depth) {
    int next = next();
    if (next == ']') {
      return true;
    }
    while (value(next, depth)) {
      next = next();
      if (next == ']') {
        return true;
      }
      if (next != ',') {
        return false;
      }
      next = next();
    }
    return false;
  }

  private boolean value(int first, int depth) {
    return switch (first) {
      case '"' -> string();
      case '{' -> depth < DEEPEST && object(depth + 1);
      case '[' -> depth < DEEPEST && array(depth + 1);
      case 't' -> word(TRUE);
      case 'f' -> word(FALSE);
      case 'n' -> word(NULL);
      default -> number(first);
    };
  }

  /** As everywhere, the last of several counts; one that is no text does not count. */
  private boolean actionValue() {
    int first = next();
    int from = at;
    if (!value(first, 1)) {
      return false;
    }
    if (first == '"') {
      action = new String(json, from, at - 1 - from, StandardCharsets.UTF_8);
      return !escaped;
    }
    return true;
  }

  /** Goes past the closing quote. */
  private boolean string() {
    escaped = false;
    int i = at;
    while (i < json.length) {
      while (i + Long.BYTES <= json.length) {
        long special = special((long) EIGHT.get(json, i));
        if (special != 0) {
          i += Long.numberOfTrailingZeros(special) >>> 3;
          break;
        }
        i += Long.BYTES;
      }
      if (i == json.length) {
        return false;
      }
      int b = json[i] & 0xff;
      if (b == '"') {
        at = i + 1;
        return true;
      }
      int length = b < 0x80 ? b == '\\' ? escape(i) : b < ' ' ? 0 : 1 : character(i, b);
      if (length == 0) {
        return false;
      }
      i += length;
    }
    return false;
  }

  /**
   * The high bit of each byte that is a quote, a backslash, a control or not ASCII; exact up to the
   * first.
   */
  private static long special(long eight) {
    long quote = eight ^ ONES * '"';
    long backslash = eight ^ ONES * '\\';
    return (((quote - ONES) & ~quote)
            | ((backslash - ONES) & ~backslash)
            | (eight - ONES * ' ')
            | eight)
        & HIGHS;
  }

  /** The length of the escape that begins here; 0 when it is none. */
  private int escape(int i) {
    escaped = true;
    if (i + 1 >= json.length) {
      return 0;
    }
    return switch (json[i + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> i + 6 <= json.length && hex(i + 2) ? 6 : 0;
      default -> 0;
    };
  }

  private boolean hex(int i) {
    return Character.digit(json[i], 16) >= 0
        && Character.digit(json[i + 1], 16) >= 0
        && Character.digit(json[i + 2], 16) >= 0
        && Character.digit(json[i + 3], 16) >= 0;
  }

  /** The length of the UTF-8 character that begins here; 0 for what is broken or rare. */
  private int character(int i, int lead) {
    if (lead >= 0xc2 && lead <= 0xdf) {
      return continued(i, 1) ? 2 : 0;
    }
    if (lead >= 0xe1 && lead <= 0xef && lead != 0xed) {
      return continued(i, 2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf3) {
      return continued(i, 3) && (lead != 0xf0 || (json[i + 1] & 0xff) >= 0x90) ? 4 : 0;
    }
    return 0;
  }

  private boolean continued(int i, int more) {
    if (i + more >= json.length) {
      return false;
    }
    for (int k = 1; k <= more; k++) {
      if ((json[i + k] & 0xc0) != 0x80) {
        return false;
      }
    }
    return true;
  }

  private boolean word(byte[] word) {
    int end = at - 1 + word.length;
    if (end > json.length || !Arrays.equals(json, at - 1, end, word, 0, word.length)) {
      return false;
    }
    at = end;
    return true;
  }

  private boolean number(int first) {
    int from = at;
    int lead = first;
    if (lead == '-') {
      lead = at < json.length ? json[at++] : -1;
    }
    if (lead >= '1' && lead <= '9') {
      digits();
    } else if (lead != '0') {
      return false;
    }
    if (peek() == '.') {
      at++;
      if (digits() == 0) {
        return false;
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      if (digits() == 0) {
        return false;
      }
    }
    return at - from < LONGEST_NUMBER;
  }

  private int peek() {
    return at < json.length ? json[at] : -1;
  }

  private int digits() {
    int from = at;
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    return at - from;
  }
}
