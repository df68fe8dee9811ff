package io.closedloop.core.diagnose;

import java.io.InputStream;

/** Streams that are made as they are read. */
final class Streams {

  private Streams() {}

  /** These bytes again and again, {@code total} of them. */
  static InputStream repeat(byte[] bytes, long total) {
    return new InputStream() {
      private long position;

      @Override
      public int read() {
        return position < total ? bytes[(int) (position++ % bytes.length)] & 0xff : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (position >= total) {
          return -1;
        }
        int done = 0;
        while (done < length && position < total) {
          int from = (int) (position % bytes.length);
          int count =
              (int) Math.min(Math.min(bytes.length - from, length - done), total - position);
          System.arraycopy(bytes, from, into, offset + done, count);
          done += count;
          position += count;
        }
        return done;
      }
    };
  }
}
