package io.closedloop.core.workspace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds a tool by its name: a jar or a program among the tools, else a program in a fixed list of
 * folders; never in the checkout.
 */
final class Tools {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");
  private static final String JARS = "/tools";

  private final WorkspaceOptions options;

  Tools(WorkspaceOptions options) {
    this.options = options;
  }

  /** What starts a tool inside the sandbox, and what must be mounted for it. */
  record Tool(String name, List<String> command, List<Mount> mounts) {}

  /**
   * @throws IllegalArgumentException for a path, or anything else that is not a plain name
   */
  Optional<Tool> find(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a tool is asked for by its plain name, not as " + name);
    }
    return jar(name).or(() -> program(name).map(it -> new Tool(name, it.command(), it.mounts())));
  }

  String whereLookedFor(String name) {
    return "put "
        + name
        + ".jar, the program or a link to it into "
        + options.home().resolve("tools")
        + ", or install "
        + name
        + " into one of "
        + options.programFolders();
  }

  private Optional<Tool> jar(String name) {
    String file = name + ".jar";
    for (Path folder : options.toolFolders()) {
      if (Files.isRegularFile(folder.resolve(file))) {
        List<String> command =
            List.of(
                options.javaHome().resolve("bin").resolve("java").toString(),
                "-Xmx" + options.tool().heapMegabytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Duser.home=/tmp",
                "-Dfile.encoding=UTF-8",
                "-jar",
                JARS + "/" + file);
        return Optional.of(new Tool(name, command, List.of(new Mount.Read(folder, JARS))));
      }
    }
    return Optional.empty();
  }

  private Optional<Installation> program(String name) {
    return Stream.concat(options.toolFolders().stream(), options.programFolders().stream())
        .map(folder -> folder.resolve(name))
        .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
        .findFirst()
        .map(program -> {
          try {
            return Installation.of(
                program, other -> other.equals(name) ? Optional.empty() : program(other));
          } catch (IOException e) {
            throw new UncheckedIOException(program + " cannot be looked at", e);
          }
        });
  }
}
