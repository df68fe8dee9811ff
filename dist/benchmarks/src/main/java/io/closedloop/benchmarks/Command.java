package io.closedloop.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs to its end, in bounded time. */
final class Command {
  private static final long MOST_MINUTES = 10;
  private final List<String> words;

  private Command(List<String> words) {
    this.words = words;
  }

  static Command of(List<String> words) {
    return new Command(List.copyOf(words));
  }

  /** A main class of these benchmarks, on this process' Java and class path. */
  static Command java(Class<?> main, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("-XX:+UseSerialGC");
    words.add("-cp");
    words.add(classPath());
    words.add(main.getName());
    words.addAll(arguments);
    return new Command(words);
  }

  /** One that lives for seconds, and whose costs are taken from the server beside it. */
  static Command brief(Class<?> main, List<String> arguments) {
    List<String> words = new ArrayList<>(java(main, arguments).words);
    words.add(1, "-XX:TieredStopAtLevel=1");
    return new Command(words);
  }

  static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      entries.add(new File(entry).getAbsolutePath());
    }
    return String.join(File.pathSeparator, entries);
  }

  /**
   * What it printed.
   *
   * @throws IllegalStateException when it failed, with what it said
   */
  String output() throws IOException, InterruptedException {
    Path errors = Files.createTempFile("closedloop-benchmark-", ".err");
    try {
      Process process = new ProcessBuilder(words).redirectError(errors.toFile()).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!ended(process) || process.exitValue() != 0) {
        throw new IllegalStateException(
            "%s failed: %s%s".formatted(words, output, Files.readString(errors)));
      }
      return output;
    } finally {
      Files.delete(errors);
    }
  }

  /** Whether it is there and ends well; what it prints is dropped. */
  boolean succeeds() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return ended(process) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static boolean ended(Process process) throws InterruptedException {
    boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    return ended;
  }
}
