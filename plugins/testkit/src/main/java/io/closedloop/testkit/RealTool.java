package io.closedloop.testkit;

import io.closedloop.api.Workspace.ToolResult;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * A tool that really runs as a process; for tests that need the true program. No sandbox: use it on
 * your own files only.
 */
public final class RealTool implements FakeWorkspace.Tool {
  private static final int SECONDS = 60;
  private final List<String> command;

  /** The program and its first arguments; what the plugin passes comes after them. */
  public RealTool(List<String> command) {
    this.command = List.copyOf(command);
  }

  /**
   * The program of that name on the path. Where it is absent the test is skipped with that reason,
   * and fails if the environment says {@code CI=true}: there nothing may go untested for want of a
   * program.
   */
  public static Path find(String program) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty() && !"true".equals(System.getenv("CI"))) {
      throw new TestAbortedException(program + " is not on this machine");
    }
    return found.orElseThrow(() ->
        new AssertionError(
            program + " is not on this machine, and CI must test with it: see .ci/run"));
  }

  @Override
  public ToolResult run(Path folder, List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    try {
      Path out = Files.createTempFile("tool", ".out");
      Path err = Files.createTempFile("tool", ".err");
      try {
        Process process =
            new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        if (!ended) {
          process.destroyForcibly().waitFor();
        }
        return new ToolResult(
            process.exitValue(), !ended, Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not run " + all, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + all, e);
    }
  }
}
