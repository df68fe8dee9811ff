package io.closedloop.core.diagnose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/**
 * The lines of a failed job's log that a later look at it needs: the frame of its steps, what
 * matched, what was marked, and how the failed steps ended. Each keeps its line number, since empty
 * lines stand for all others. Redacted, and at most {@value #MOST_BYTES} bytes before it is
 * compressed.
 */
public final class LogExcerpt {
  static final int MOST_BYTES = 64 * 1024;
  private static final int BUFFER = 16 * 1024;
  private final byte[] compressed;

  private LogExcerpt(byte[] compressed) {
    this.compressed = compressed;
  }

  /** The excerpt of a log that was diagnosed so. */
  public static LogExcerpt of(LogCapture log, Explanation explanation) {
    try {
      return new LogExcerpt(new Excerpting(new Redactor()).excerpt(log.text(), explanation));
    } catch (IOException e) {
      throw new UncheckedIOException("an excerpt in memory cannot be written", e);
    }
  }

  /** An excerpt that was kept as {@link #compressed}. */
  public static LogExcerpt kept(byte[] compressed) {
    return new LogExcerpt(compressed.clone());
  }

  /** As gzip. */
  public byte[] compressed() {
    return compressed.clone();
  }

  /** The log that it stands for. */
  public InputStream open() throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(compressed), BUFFER);
  }
}
