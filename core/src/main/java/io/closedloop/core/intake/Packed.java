package io.closedloop.core.intake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A payload as it lies in the store: gzip, since writing the bytes to the disk twice costs more
 * than packing them. A short one is left as it is; JSON never begins like gzip.
 */
final class Packed {
  private static final int WORTH_IT = 1024;

  private Packed() {}

  static byte[] pack(byte[] payload) {
    if (payload.length < WORTH_IT) {
      return payload;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream(payload.length / 4);
    try (OutputStream out = new Fast(packed)) {
      out.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return packed.toByteArray();
  }

  static byte[] unpack(byte[] stored) {
    if (!isGzip(stored)) {
      return stored;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stored), 8 * 1024)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a stored payload is damaged", e);
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
    return isGzip(head)
        ? Integer.toUnsignedLong(ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt())
        : stored;
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
  }

  /** Spends little time; a payload repeats itself so much that more would gain little. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 4 * 1024);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
