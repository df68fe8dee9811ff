package io.closedloop.core.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Deletes a folder in which strangers' tools have run. By {@code rm}, since it follows no link and
 * manages trees nested deeper than a path can name, which the JVM's own walk does not.
 */
final class Removal {
  private static final long SECONDS = 120;

  private Removal() {}

  static void of(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String place = folder.toAbsolutePath().toString();
    if (run(List.of("rm", "-rf", "--", place)) != 0) {
      run(List.of("chmod", "-R", "u+rwX", "--", place));
      run(List.of("rm", "-rf", "--", place));
    }
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(place + " could not be deleted; delete it by hand");
    }
  }

  private static int run(List<String> line) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    boolean interrupted = Thread.interrupted();
    try {
      return process.waitFor(SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (InterruptedException e) {
      interrupted = true;
      return -1;
    } finally {
      process.destroyForcibly();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
