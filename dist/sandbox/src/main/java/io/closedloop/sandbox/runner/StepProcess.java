package io.closedloop.sandbox.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one script with {@code sh -e} and hands on each line that it prints. */
final class StepProcess {
  private static final Logger LOG = LoggerFactory.getLogger(StepProcess.class);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private StepProcess() {}

  /** The exit code; empty when the time was up and the process was ended. */
  static OptionalInt run(
      Path script, Path folder, Map<String, String> env, Duration limit, Consumer<String> lines)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-e", script.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    Process process = builder.start();
    AtomicBoolean listening = new AtomicBoolean(true);
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> read(process, line -> hear(line, listening, lines)),
            reader -> Thread.ofPlatform().daemon().start(reader));
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
      return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    } finally {
      kill(process);
      // A child that outlived the script may still hold the pipe open.
      reading.completeOnTimeout(null, LAST_WORDS.toSeconds(), TimeUnit.SECONDS).join();
      listening.set(false);
    }
  }

  private static void hear(String line, AtomicBoolean listening, Consumer<String> lines) {
    if (listening.get()) {
      lines.accept(line);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    // ending a process closes its output, also that of one which has ended and is still being read
    if (process.isAlive()) {
      process.destroyForcibly();
    }
  }

  private static void read(Process process, Consumer<String> lines) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = output.readLine();
      while (line != null) {
        lines.accept(line);
        line = output.readLine();
      }
    } catch (IOException e) {
      LOG.debug("the output of a step ended early", e);
    }
  }
}
