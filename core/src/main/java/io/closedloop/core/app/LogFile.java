package io.closedloop.core.app;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Logs as a command line names them: plain or gzip, or standard input. */
final class LogFile {
  static final String STANDARD_INPUT = "-";
  private static final int GZIP_MAGIC = 0x1f8b;

  private LogFile() {}

  /** Opens a log; standard input is not closed with it. */
  static InputStream open(String file, InputStream standardInput) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return unzipped(new Unclosed(standardInput));
    }
    InputStream in = Files.newInputStream(Path.of(file));
    try {
      return unzipped(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Why a log cannot be read, for people. */
  static String reason(Exception e) {
    return switch (e) {
      case java.nio.file.NoSuchFileException missing -> "no such file";
      case java.nio.file.AccessDeniedException denied -> "no permission to read it";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  private static InputStream unzipped(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(2);
    int magic = buffered.read() << 8 | buffered.read();
    buffered.reset();
    return magic == GZIP_MAGIC ? new GZIPInputStream(buffered, 1 << 16) : buffered;
  }

  private static final class Unclosed extends FilterInputStream {
    Unclosed(InputStream in) {
      super(in);
    }

    @Override
    public void close() {
      // whoever opened it closes it
    }
  }
}
