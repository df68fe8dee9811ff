package io.closedloop.core.intake;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The LZ4 block format: text that repeats itself, as payloads do, packed at some 500 MB a second by
 * plain Java. Deflate takes four times as long for a fifth less room. One packs one payload at a
 * time.
 */
final class Lz4 {
  private static final VarHandle FOUR =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int SHORTEST_MATCH = 4;
  private static final int FARTHEST = 0xffff;
  private static final int HASH_BITS = 12;

  // The format wants the last five bytes to be literals, and no match to begin in the last twelve.
  private static final int LITERALS_AT_END = 5;
  private static final int NO_MATCH_AT_END = 12;

  // Wiped so seldom that it costs nothing, and long before places no longer fit their type.
  private static final int WIPED_AFTER = 16 << 20;

  // By hash of four bytes, where they were seen last: their place in all that was packed here.
  private final int[] seen = new int[1 << HASH_BITS];
  private int packed = 1;

  /** How long the block of so many bytes may become. */
  static int most(int length) {
    return length + length / 255 + 16;
  }

  /**
   * Packs {@code in} as one block to {@code out}, which must have room for {@link #most}.
   *
   * @param at where the block begins
   * @return where it ends
   */
  int pack(byte[] in, byte[] out, int at) {
    int start = begin(in.length);
    int lastStart = in.length - NO_MATCH_AT_END;
    int literals = 0;
    int pos = 0;
    int misses = 0;
    int end = at;
    while (pos < lastStart) {
      int four = (int) FOUR.get(in, pos);
      int hash = hash(four);
      int before = seen[hash] - start;
      seen[hash] = start + pos;
      if (before < 0 || pos - before > FARTHEST || (int) FOUR.get(in, before) != four) {
        pos += 1 + (misses++ >>> 6); // what does not repeat itself is soon passed over
        continue;
      }
      misses = 0;
      while (pos > literals && before > 0 && in[pos - 1] == in[before - 1]) {
        pos--;
        before--;
      }
      int matched = matchEnd(in, pos + SHORTEST_MATCH, before + SHORTEST_MATCH);
      end = sequence(in, literals, pos, out, end, matched - pos - SHORTEST_MATCH);
      out[end++] = (byte) (pos - before);
      out[end++] = (byte) ((pos - before) >>> 8);
      end = rest(out, end, matched - pos - SHORTEST_MATCH);
      pos = matched;
      literals = matched;
      seen[hash((int) FOUR.get(in, pos - 2))] = start + pos - 2;
    }
    return sequence(in, literals, in.length, out, end, 0);
  }

  /** The place of its first byte in all that was packed here. */
  private int begin(int length) {
    if (packed > WIPED_AFTER) {
      Arrays.fill(seen, 0);
      packed = 1;
    }
    int start = packed;
    packed += length;
    return start;
  }

  private static int hash(int four) {
    return (four * -1640531535) >>> (Integer.SIZE - HASH_BITS);
  }

  private static int matchEnd(byte[] in, int at, int before) {
    int most = in.length - LITERALS_AT_END;
    int distance = at - before;
    int i = at;
    while (i + Long.BYTES <= most) {
      long different = (long) EIGHT.get(in, i) ^ (long) EIGHT.get(in, i - distance);
      if (different != 0) {
        return i + (Long.numberOfTrailingZeros(different) >>> 3);
      }
      i += Long.BYTES;
    }
    while (i < most && in[i] == in[i - distance]) {
      i++;
    }
    return i;
  }

  /** Writes the token and the literals; what a long match needs beyond the token comes later. */
  private static int sequence(byte[] in, int from, int to, byte[] out, int at, int match) {
    int length = to - from;
    out[at] = (byte) ((Math.min(length, 15) << 4) | Math.min(match, 15));
    int end = rest(out, at + 1, length);
    System.arraycopy(in, from, out, end, length);
    return end + length;
  }

  private static int rest(byte[] out, int at, int length) {
    int end = at;
    if (length >= 15) {
      int left = length - 15;
      for (; left >= 255; left -= 255) {
        out[end++] = (byte) 255;
      }
      out[end++] = (byte) left;
    }
    return end;
  }

  /**
   * Unpacks the block between two places of {@code in} to {@code out}, which it must fill.
   *
   * @throws IndexOutOfBoundsException when the block is damaged and would go beyond either
   */
  static void unpack(byte[] in, int from, int to, byte[] out) {
    Reader reader = new Reader(Arrays.copyOfRange(in, from, to));
    int done = 0;
    while (true) {
      int token = reader.read();
      int literals = reader.length(token >>> 4);
      System.arraycopy(reader.in, reader.at, out, done, literals);
      reader.at += literals;
      done += literals;
      if (reader.at == reader.in.length) {
        break;
      }
      int distance = reader.read() | (reader.read() << 8);
      int match = reader.length(token & 15) + SHORTEST_MATCH;
      // A match may overlap what it makes, so it is copied byte by byte.
      for (int i = 0; i < match; i++, done++) {
        out[done] = out[done - distance];
      }
    }
    if (done != out.length) {
      throw new IndexOutOfBoundsException(done + " bytes instead of " + out.length);
    }
  }

  private static final class Reader {
    private final byte[] in;
    private int at;

    Reader(byte[] in) {
      this.in = in;
    }

    int read() {
      return in[at++] & 0xff;
    }

    int length(int inToken) {
      int length = inToken;
      if (inToken == 15) {
        int more = read();
        for (; more == 255; more = read()) {
          length = Math.addExact(length, more);
        }
        length = Math.addExact(length, more);
      }
      return length;
    }
  }
}
