package io.closedloop.core.intake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;

/**
 * A payload as it lies in the store, packed since writing its bytes to the disk twice costs more: a
 * mark, a block of LZ4, and, as in gzip, a checksum and the length of what was packed. A short one
 * is left as it is by the {@link Packer}; JSON begins neither like this nor like the gzip of
 * earlier versions. Of one that nobody will read only its length is kept, behind a mark of its own.
 */
final class Packed {
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  static final byte[] LZ4 = {'L', '4'};
  private static final byte[] LEFT_OUT = {'N', '0'};
  static final int TAIL = 2 * Integer.BYTES;

  private Packed() {}

  /** What stands for a payload of so many bytes that is not kept. */
  static byte[] leftOut(int length) {
    return ByteBuffer.allocate(LEFT_OUT.length + Integer.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(LEFT_OUT)
        .putInt(length)
        .array();
  }

  /**
   * The payload as it was received.
   *
   * @throws UncheckedIOException when it is damaged
   * @throws IllegalStateException when it was not kept
   */
  static byte[] unpack(byte[] stored) {
    if (begins(stored, LEFT_OUT)) {
      throw new IllegalStateException(
          "the payload was not kept, since nothing followed from its delivery");
    }
    if (begins(stored, GZIP)) {
      return gunzip(stored);
    }
    if (!begins(stored, LZ4)) {
      return stored;
    }
    int end = stored.length - TAIL;
    try {
      ByteBuffer tail = ByteBuffer.wrap(stored, end, TAIL).order(ByteOrder.LITTLE_ENDIAN);
      int checksum = tail.getInt();
      int length = tail.getInt();
      if (length < 0 || length > WebhookRequest.MAX_BYTES) {
        throw new IOException("it claims to hold " + length + " bytes");
      }
      byte[] payload = new byte[length];
      Lz4.unpack(stored, LZ4.length, end, payload);
      if (checksum(payload) != checksum) {
        throw new IOException("its checksum does not match");
      }
      return payload;
    } catch (IOException e) {
      throw damaged(e);
    } catch (IndexOutOfBoundsException | ArithmeticException | IllegalArgumentException e) {
      throw damaged(new IOException(e));
    }
  }

  /**
   * How many bytes were received.
   *
   * @param stored bytes in the store
   * @param head the first two of them
   * @param tail the last four of them
   */
  static long size(long stored, byte[] head, byte[] tail) {
    return begins(head, LZ4) || begins(head, GZIP) || begins(head, LEFT_OUT)
        ? Integer.toUnsignedLong(ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt())
        : stored;
  }

  private static boolean begins(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length && bytes[0] == mark[0] && bytes[1] == mark[1];
  }

  private static byte[] gunzip(byte[] stored) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored), 8 * 1024)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static UncheckedIOException damaged(IOException why) {
    return new UncheckedIOException("a stored payload is damaged", why);
  }

  static int checksum(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
