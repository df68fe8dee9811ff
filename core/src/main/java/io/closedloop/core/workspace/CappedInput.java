package io.closedloop.core.workspace;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that fails once it gave too much or takes too long, instead of ending as if it were
 * complete.
 */
final class CappedInput extends FilterInputStream {
  private final String what;
  private final long most;
  private final Deadline deadline;
  private long given;

  CappedInput(InputStream in, String what, long most, Deadline deadline) {
    super(in);
    this.what = what;
    this.most = most;
    this.deadline = deadline;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long more) throws IOException {
    given += more;
    if (given > most) {
      throw new IOException(what + " holds more than " + most + " bytes, which is the limit");
    }
    if (deadline.isOver()) {
      throw new IOException(what + " could not be read within the time allowed");
    }
  }
}
