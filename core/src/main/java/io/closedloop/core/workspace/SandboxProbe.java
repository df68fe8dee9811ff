package io.closedloop.core.workspace;

import io.closedloop.api.ToolUnavailable;
import io.closedloop.api.Workspace.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tries each sandbox with a harmless program. */
final class SandboxProbe {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final List<Path> FOLDERS =
      List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"));

  private final WorkspaceOptions options;
  private final List<String> reasons = new ArrayList<>();

  SandboxProbe(WorkspaceOptions options) {
    this.options = options;
  }

  Sandbox find() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return new Sandbox.None(
          "closedloop knows sandboxes of Linux only; tools that need one are off on "
              + System.getProperty("os.name"));
    }
    return bubblewrap()
        .or(this::unshare)
        .orElseGet(() ->
            new Sandbox.None(
                String.join("; ", reasons)
                    + ". Install bubblewrap 0.7 or newer (apt-get install bubblewrap), or allow unprivileged user"
                    + " namespaces (sysctl user.max_user_namespaces, kernel.apparmor_restrict_unprivileged_userns)"));
  }

  private Optional<Sandbox> bubblewrap() {
    return program("bwrap").flatMap(program -> working(new Bubblewrap(program)));
  }

  private Optional<Sandbox> unshare() {
    return program("unshare")
        .flatMap(unshare ->
            program("setpriv").flatMap(setpriv -> working(Unshare.of(unshare, setpriv))));
  }

  private Optional<Path> program(String name) {
    Optional<Path> found =
        FOLDERS.stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      reasons.add(name + " is not installed");
    }
    return found;
  }

  private Optional<Sandbox> working(Sandbox sandbox) {
    try {
      Path folder = Files.createTempDirectory("closedloop-probe");
      try {
        ToolRunner runner = new ToolRunner(sandbox, options);
        Path work = Files.createDirectory(folder.resolve("work"));
        Path scratch = Files.createDirectory(folder.resolve("scratch"));
        ToolResult result =
            runner.run("true", List.of(), new ToolRunner.Folders(work, scratch), LONGEST);
        if (result.exitCode() == 0) {
          return Optional.of(sandbox);
        }
        reasons.add(sandbox.words() + " does not work: " + firstLine(result));
      } finally {
        Removal.of(folder);
      }
    } catch (IOException | ToolUnavailable e) {
      reasons.add(sandbox.words() + " could not be tried: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static String firstLine(ToolResult result) {
    return result.timedOut()
        ? "it hangs"
        : result.err().lines().findFirst().orElse("exit code " + result.exitCode());
  }
}
