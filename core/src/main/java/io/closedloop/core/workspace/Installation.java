package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a program that an operator installed is started inside the sandbox, and the least that must
 * be mounted for it: the file itself, the {@code node_modules} that it lies in, or the Python
 * environment whose interpreter its first line names. A home folder is never mounted as a whole.
 *
 * @param command paths as this machine and the sandbox know them
 */
record Installation(List<String> command, List<Mount> mounts) {
  private static final int LONGEST_FIRST_LINE = 1_000;
  private static final List<Path> VISIBLE =
      List.of(Path.of("/usr"), Path.of("/bin"), Path.of("/sbin"), Path.of("/lib"));

  Installation {
    command = List.copyOf(command);
    mounts = List.copyOf(mounts);
  }

  /**
   * Looks at a program.
   *
   * @param program as it was found; links are followed
   * @param named finds a program that a first line such as {@code #!/usr/bin/env node} names
   */
  static Installation of(Path program, Function<String, Optional<Installation>> named)
      throws IOException {
    Path real = program.toRealPath();
    String[] words = interpreter(real).split("\\s+", -1);
    boolean foreign = words[0].startsWith("/") && !isVisible(Path.of(words[0]));
    if (isVisible(program) && isVisible(real) && !foreign) {
      return new Installation(List.of(program.toString()), List.of());
    }
    List<Path> mounted = new ArrayList<>();
    List<String> command = new ArrayList<>();
    List<Mount> mounts = new ArrayList<>();
    if (!isVisible(real)) {
      mounted.add(home(real));
    }
    if (words.length == 2 && words[0].equals("/usr/bin/env")) {
      named
          .apply(words[1])
          .ifPresent(found -> {
            command.addAll(found.command());
            mounts.addAll(found.mounts());
          });
    } else if (foreign && Files.isExecutable(Path.of(words[0]))) {
      command.add(python(Path.of(words[0]), mounted).toString());
      command.addAll(List.of(words).subList(1, words.length));
    }
    command.add(real.toString());
    mounted.stream()
        .filter(
            it -> mounted.stream().noneMatch(other -> !it.equals(other) && it.startsWith(other)))
        .distinct()
        .forEach(it -> mounts.add(new Mount.Read(it, it.toString())));
    return new Installation(command, mounts);
  }

  /** The file alone, or for a package of npm all packages beside it. */
  private static Path home(Path real) {
    for (int i = 0; i < real.getNameCount(); i++) {
      if (real.getName(i).toString().equals("node_modules")) {
        return real.getRoot().resolve(real.subpath(0, i + 1));
      }
    }
    return real;
  }

  /**
   * Which interpreter to start: that of the virtual environment, so that its packages are found, or
   * the real one.
   */
  private static Path python(Path interpreter, List<Path> mounted) throws IOException {
    Path real = interpreter.toRealPath();
    if (!isVisible(real)) {
      mounted.add(holdsPython(real) ? prefix(real) : real);
    }
    if (!Files.isRegularFile(prefix(interpreter).resolve("pyvenv.cfg"))) {
      return real;
    }
    mounted.add(prefix(interpreter));
    return interpreter;
  }

  private static Path prefix(Path interpreter) {
    return interpreter.resolve("../..").normalize();
  }

  /** Only a folder below another, with {@code bin} and {@code lib}, is taken for Python's own. */
  private static boolean holdsPython(Path interpreter) throws IOException {
    Path prefix = prefix(interpreter);
    Path libraries = prefix.resolve("lib");
    if (prefix.getNameCount() < 2
        || !interpreter.startsWith(prefix.resolve("bin"))
        || !Files.isDirectory(libraries)) {
      return false;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(libraries, "python3*")) {
      return found.iterator().hasNext();
    }
  }

  /** What the first line names as the program to run it, or nothing. */
  private static String interpreter(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      String first = new String(in.readNBytes(LONGEST_FIRST_LINE), UTF_8).split("\n", 2)[0];
      return first.startsWith("#!") ? first.substring(2).strip() : "";
    }
  }

  private static boolean isVisible(Path path) {
    return VISIBLE.stream().anyMatch(path::startsWith);
  }
}
