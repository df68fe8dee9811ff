package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The repository at one commit in a throw-away folder. Paths are relative with forward slashes;
 * none leads outside. Tools run in a sandbox: no network, no secrets, limited in time and memory.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface Workspace {

  /**
   * Regular files matching a glob, for example {@code **.java}, in order of path. Symbolic links
   * are left out.
   */
  List<String> files(String glob);

  /**
   * The text of a file, or empty when it is absent, not UTF-8, or larger than 2 MB.
   *
   * @throws IllegalArgumentException for a path that leads outside
   */
  Optional<String> read(String path);

  /** Writes a file, keeping its mode. */
  void write(String path, String content);

  /**
   * The version line that the tool prints of itself, or empty when it is absent from this machine.
   */
  Optional<String> toolVersion(String tool);

  /**
   * Runs a tool in the folder.
   *
   * @param tool a program's name, looked for in {@code tools/} of the distribution and on the path;
   *     never a path
   * @param arguments passed on as they are, without a shell
   * @param atMost cut to the deadline of the call
   * @throws ToolUnavailable when the tool or a sandbox is absent; need not be caught: the core then
   *     records it as the reason why nothing was proposed
   */
  ToolResult run(String tool, List<String> arguments, Duration atMost);

  /** What differs from the commit by now. */
  Patch changes();

  /** How a tool ended; the texts are cut at 1 MB each. */
  record ToolResult(int exitCode, boolean timedOut, String out, String err) {}
}
