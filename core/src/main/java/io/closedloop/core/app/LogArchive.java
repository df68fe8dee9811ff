package io.closedloop.core.app;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * The logs in a zip archive, as GitHub's "Download log archive" makes it: one for each job at the
 * top, and the same text once more, cut into steps, in a folder for each job.
 */
final class LogArchive {
  private static final int MOST_ENTRIES = 20_000;
  private static final int MOST_LOGS = 1000;
  private static final long LARGEST = 4L << 30;

  private LogArchive() {}

  /** The names of the logs in it. */
  static List<String> logs(Path archive) throws IOException {
    try (var zip = open(archive)) {
      if (zip.size() > MOST_ENTRIES) {
        throw new IOException(
            "the archive has %d entries, more than %d".formatted(zip.size(), MOST_ENTRIES));
      }
      var texts = zip.stream().filter(LogArchive::isLog).toList();
      var jobs = texts.stream().filter(entry -> !entry.getName().contains("/")).toList();
      var logs = jobs.isEmpty() ? texts : jobs;
      if (logs.isEmpty()) {
        throw new IOException("the archive holds no log (*.txt)");
      }
      if (logs.size() > MOST_LOGS) {
        throw new IOException(
            "the archive holds %d logs, more than %d".formatted(logs.size(), MOST_LOGS));
      }
      long size = logs.stream().mapToLong(ZipEntry::getSize).sum();
      if (size > LARGEST) {
        throw new IOException(
            "the archive's logs have %d bytes, more than %d".formatted(size, LARGEST));
      }
      return logs.stream().map(ZipEntry::getName).toList();
    }
  }

  private static boolean isLog(ZipEntry entry) {
    var name = entry.getName();
    return !entry.isDirectory()
        && name.endsWith(".txt")
        && !name.endsWith("/system.txt")
        && name.chars().noneMatch(Character::isISOControl);
  }

  /** One log; closing it closes the archive. */
  static InputStream log(Path archive, String name) throws IOException {
    var zip = open(archive);
    try {
      var entry = zip.getEntry(name);
      if (entry == null) {
        throw new IOException("the archive has no " + name);
      }
      return new FilterInputStream(asLargeAsItSays(zip.getInputStream(entry), entry)) {
        @Override
        public void close() throws IOException {
          super.close();
          zip.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static InputStream asLargeAsItSays(InputStream in, ZipEntry entry) throws IOException {
    return BoundedInputStream.builder()
        .setInputStream(in)
        .setMaxCount(Math.min(entry.getSize(), LARGEST) + 1)
        .setOnMaxCount((_, _) -> {
          throw new IOException("the zip archive is damaged: the log is larger than it says");
        })
        .get();
  }

  private static ZipFile open(Path archive) throws IOException {
    try {
      return new ZipFile(archive.toFile());
    } catch (ZipException e) {
      throw new IOException("the zip archive is damaged: " + e.getMessage(), e);
    }
  }
}
