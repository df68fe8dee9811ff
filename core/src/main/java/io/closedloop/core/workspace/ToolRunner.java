package io.closedloop.core.workspace;

import io.closedloop.api.ToolUnavailable;
import io.closedloop.api.Workspace.ToolResult;
import io.closedloop.core.workspace.Tools.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs tools in the sandbox, in a folder, within limits. */
final class ToolRunner {
  private static final Duration KILLED = Duration.ofSeconds(5);

  private final Sandbox sandbox;
  private final Tools tools;
  private final WorkspaceOptions options;
  private final List<Mount> host;

  ToolRunner(Sandbox sandbox, WorkspaceOptions options) {
    this.sandbox = sandbox;
    this.tools = new Tools(options);
    this.options = options;
    this.host = sandbox instanceof Sandbox.None ? List.of() : HostView.of(options);
  }

  /**
   * Which folders of this machine a run uses.
   *
   * @param work what the tool sees as its folder and may write
   * @param scratch empty
   */
  record Folders(Path work, Path scratch) {}

  boolean has(String tool) {
    return tools.find(tool).isPresent();
  }

  ToolResult run(String name, List<String> arguments, Folders folders, Duration atMost) {
    Tool tool =
        tools
            .find(name)
            .orElseThrow(() ->
                new ToolUnavailable(
                    name + " is not on this machine: " + tools.whereLookedFor(name)));
    if (!(sandbox instanceof Sandbox.Wrapping wrapping)) {
      throw new ToolUnavailable(name + " runs only in a sandbox, and there is " + sandbox.words());
    }
    if (atMost.isZero() || atMost.isNegative()) {
      return new ToolResult(-1, true, "", "");
    }
    List<Mount> mounts = new ArrayList<>(host);
    mounts.addAll(tool.mounts());
    mounts.add(new Mount.Write(folders.work(), Box.FOLDER));
    List<String> command = new ArrayList<>(tool.command());
    command.addAll(arguments);
    return execute(
        name,
        wrapping.wrap(new Box(mounts, folders.scratch(), options.tool(), atMost, command)),
        atMost);
  }

  private ToolResult execute(String name, List<String> line, Duration atMost) {
    Process process = start(name, line);
    Output out = Output.of(process.getInputStream(), options.tool().outputBytes());
    Output err = Output.of(process.getErrorStream(), options.tool().outputBytes());
    try {
      boolean ended = process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
      if (!ended) {
        kill(process);
        process.waitFor(KILLED.toNanos(), TimeUnit.NANOSECONDS);
      }
      return new ToolResult(
          ended ? process.exitValue() : -1, !ended, out.text(KILLED), err.text(KILLED));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while " + name + " ran");
    }
  }

  private Process start(String name, List<String> line) {
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(new File("/"))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder.environment().clear();
    builder.environment().putAll(environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ToolUnavailable(
          name + " could not be started in " + sandbox.words() + ": " + e.getMessage());
    }
  }

  private Map<String, String> environment() {
    String path =
        Stream.concat(
                options.programFolders().stream().map(Path::toString),
                Stream.of("/usr/sbin", "/sbin"))
            .collect(Collectors.joining(":"));
    return Map.of(
        "PATH", path,
        "HOME", "/tmp",
        "LANG", "C.UTF-8",
        "LC_ALL", "C.UTF-8",
        "JAVA_HOME", options.javaHome().toString());
  }

  /** The kernel ends what is left inside once the first process of the namespace is gone. */
  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
