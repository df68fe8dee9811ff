package io.closedloop.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A log as GitHub's runner writes it: many tools' lines, each with its time, and a failure now and
 * then. The same seed makes the same log.
 */
final class GeneratedLog {
  private static final int FAILURE_EVERY = 20_000;

  private static final List<String> USUAL =
      List.of(
          "Downloading from central: https://maven.example/maven2/org/acme/part-%d/1.%d/part-%d-1.%d.pom",
          "[INFO] Tests run: %d, Failures: 0, Errors: 0, Skipped: %d, Time elapsed: 0.%d s -- in org.acme.Part%dTest",
          "[INFO] Compiling %d source files with javac [debug release 25] to target/classes %d",
          "[WARNING] /home/runner/work/app/app/src/main/java/org/acme/Part%d.java:[%d,%d] deprecated item is not annotated",
          "npm http fetch GET 200 https://npm.example/part-%d %dms (cache hit)",
          "  ✓ renders the list with %d entries in %d columns (%d ms)",
          "tests/test_part_%d.py::test_value_%d PASSED                              [ %d%%]",
          "ok      github.com/acme/app/internal/part%d  0.%ds  coverage: %d.0%% of statements",
          "   Compiling part-%d v0.%d.%d",
          "#%d %d.31 Get:%d http://archive.ubuntu.com/ubuntu noble/main amd64 part all [1,024 B]",
          "\u001b[36;1m  CXX      src/part_%d.o\u001b[0m %d",
          "Step %d/%d : RUN apt-get install -y part-%d",
          "2026-11-22 10:11:12,%d DEBUG [worker-%d] org.acme.Pool - connection %d returned after timeout=%dms",
          "Received %d of %d bytes (%d.0%%), 12.3 MBs/sec",
          "remote: Counting objects: %d%% (%d/%d), done.",
          "    at org.acme.part.Service%d.lambda$run$%d(Service.java:%d)");

  private static final List<String> FAILURES =
      List.of(
          "npm error code ECONNREFUSED",
          "[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.1 s <<< FAILURE! -- in A",
          "FAILED tests/test_part_7.py::test_value_3 - AssertionError: assert 3 == 4",
          "##[error]Process completed with exit code 1.",
          "fatal: unable to access 'https://github.com/acme/app/': Could not resolve host: github.com");

  private GeneratedLog() {}

  /** Writes at least so many bytes. */
  static void write(Path file, long bytes) throws IOException {
    Random random = new Random(42);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      long written = 0;
      for (int line = 1; written < bytes; line++) {
        String text =
            line % FAILURE_EVERY == 0
                ? FAILURES.get(random.nextInt(FAILURES.size()))
                : usual(random);
        byte[] whole =
            "2026-11-22T10:%02d:%02d.%07dZ %s\n"
                .formatted(line / 6000 % 60, line / 100 % 60, line % 10_000_000, text)
                .getBytes(StandardCharsets.UTF_8);
        out.write(whole);
        written += whole.length;
      }
    }
  }

  private static String usual(Random random) {
    String template = USUAL.get(random.nextInt(USUAL.size()));
    return String.format(
        Locale.ROOT,
        template,
        random.nextInt(1000),
        random.nextInt(100),
        random.nextInt(100),
        random.nextInt(100));
  }
}
