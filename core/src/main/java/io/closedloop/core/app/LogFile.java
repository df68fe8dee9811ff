package io.closedloop.core.app;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Logs as a command line names them: plain or gzip, UTF-8 or marked UTF-16, one of a zip archive as
 * {@code archive!log}, or standard input.
 */
final class LogFile {
  static final String STANDARD_INPUT = "-";
  private static final char INSIDE = '!';
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP_MAGIC = {'P', 'K', 5, 6};

  /** So much of the beginning tells whether it is text. */
  private static final int LOOKED_AT = 8192;

  private LogFile() {}

  /** The logs that a file holds: itself, or those in an archive, each as {@code archive!log}. */
  static List<String> names(String file) throws IOException {
    if (file.equals(STANDARD_INPUT) || !isZip(Path.of(file))) {
      return List.of(file);
    }
    return LogArchive.logs(Path.of(file)).stream().map(log -> file + INSIDE + log).toList();
  }

  private static boolean isZip(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      return isZip(in.readNBytes(ZIP_MAGIC.length));
    }
  }

  private static boolean isZip(byte[] start) {
    return startsWith(start, ZIP_MAGIC) || startsWith(start, EMPTY_ZIP_MAGIC);
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /** Opens a log; standard input is not closed with it. */
  static InputStream open(String file, InputStream standardInput) throws IOException {
    InputStream in =
        file.equals(STANDARD_INPUT) ? new Unclosed(standardInput) : inside(file, Path.of(file));
    try {
      return text(unzipped(in));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream inside(String file, Path path) throws IOException {
    int at = file.indexOf(INSIDE);
    if (Files.exists(path) || at < 0) {
      return Files.newInputStream(path);
    }
    while (at >= 0 && !Files.isRegularFile(Path.of(file.substring(0, at)))) {
      at = file.indexOf(INSIDE, at + 1);
    }
    return at < 0
        ? Files.newInputStream(path)
        : LogArchive.log(Path.of(file.substring(0, at)), file.substring(at + 1));
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

  /** As UTF-8. What is no text would pass for a log in which nothing failed. */
  private static InputStream text(InputStream in) throws IOException {
    var buffered = new BufferedInputStream(in, 1 << 16);
    buffered.mark(LOOKED_AT);
    byte[] start = buffered.readNBytes(LOOKED_AT);
    buffered.reset();
    if (isUtf16(start)) {
      return ReaderInputStream.builder()
          .setReader(new InputStreamReader(buffered, StandardCharsets.UTF_16))
          .setCharset(StandardCharsets.UTF_8)
          .get();
    }
    if (isZip(start)) {
      throw new IOException(
          "a zip archive; give analyze its name, or name a log in it, as in logs.zip!0_build.txt");
    }
    if (isBinary(start)) {
      throw new IOException("no text and so no log, or UTF-16 without a byte order mark");
    }
    return buffered;
  }

  private static boolean isUtf16(byte[] start) {
    return start.length >= 2
        && ((start[0] == (byte) 0xff && start[1] == (byte) 0xfe)
            || (start[0] == (byte) 0xfe && start[1] == (byte) 0xff));
  }

  /**
   * A third is control characters, or a twentieth is and a third is no UTF-8 either. Logs hold a
   * few of both: colours, progress bars, names in other encodings.
   */
  private static boolean isBinary(byte[] start) {
    int controls = 0;
    for (byte b : start) {
      boolean layout = (b >= '\b' && b <= '\r') || b == 0x1b;
      controls += b >= 0 && b < ' ' && !layout ? 1 : 0;
    }
    long foreign =
        new String(start, StandardCharsets.UTF_8).chars().filter(c -> c == '\ufffd').count();
    return 3 * controls > start.length
        || (20 * controls > start.length && 3 * (controls + foreign) > start.length);
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
