package io.closedloop.testkit;

import io.closedloop.api.Workspace.ToolResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
