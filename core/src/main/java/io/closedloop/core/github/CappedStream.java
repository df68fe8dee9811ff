package io.closedloop.core.github;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A stream that gives at most so many bytes, and does not hide it when there were more. */
final class CappedStream extends FilterInputStream {
  private final long cap;
  private final byte @Nullable [] marker;
  private long left;
  private int shown = -1;

  private CappedStream(InputStream in, long cap, byte @Nullable [] marker) {
    super(in);
    this.cap = cap;
    this.left = cap;
    this.marker = marker;
  }

  /** Text that ends with a line of ours where it was cut. */
  static InputStream cutting(InputStream in, long cap) {
    String marker = "\n[closedloop: cut here, after " + cap + " bytes]\n";
    return new CappedStream(in, cap, marker.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes that are of no use in part: reading on beyond the cap fails. */
  static InputStream failing(InputStream in, long cap) {
    return new CappedStream(in, cap, null);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left > 0) {
      int read = in.read(buffer, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
    if (shown < 0) {
      if (in.read() < 0) {
        return -1;
      }
      shown = 0;
    }
    if (marker == null) {
      throw new IOException("more than the " + cap + " bytes that are allowed");
    }
    int count = Math.min(length, marker.length - shown);
    System.arraycopy(marker, shown, buffer, offset, count);
    shown += count;
    return count == 0 ? -1 : count;
  }

  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(in.available(), left);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
