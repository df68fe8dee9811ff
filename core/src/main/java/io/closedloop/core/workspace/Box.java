package io.closedloop.core.workspace;

import io.closedloop.core.workspace.WorkspaceOptions.ToolLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to run, and everything that it gets to see: the mounts, an empty {@code /tmp}, {@code /proc}
 * of its own processes, a few devices, and no network. It starts in {@link #FOLDER}.
 *
 * @param scratch an empty folder of this machine that a sandbox may build upon
 * @param command program and arguments as the inside knows them
 */
record Box(
    List<Mount> mounts, Path scratch, ToolLimits limits, Duration atMost, List<String> command) {
  static final String FOLDER = "/workspace";

  Box {
    mounts = List.copyOf(mounts);
    command = List.copyOf(command);
  }

  /**
   * The command behind the limits that the kernel holds it to. Seconds of processor are for when
   * the waiting side has died.
   */
  List<String> limitedCommand() {
    long processorSeconds = (atMost.toSeconds() + 1) * Runtime.getRuntime().availableProcessors();
    List<String> limited =
        new ArrayList<>(
            List.of(
                "prlimit",
                "--core=0",
                "--nofile=1024",
                "--nproc=" + limits.processes(),
                "--fsize=" + limits.fileBytes(),
                "--data=" + limits.memoryBytes(),
                "--cpu=" + processorSeconds,
                "--"));
    limited.addAll(command);
    return limited;
  }
}
