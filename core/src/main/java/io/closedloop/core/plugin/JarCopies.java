package io.closedloop.core.plugin;

import io.closedloop.core.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Copies of plugin jars under names that hold a checksum and the length of their content, so that
 * the jars themselves stay replaceable.
 */
final class JarCopies {
  private final Path folder;
  private final Consumer<Problem> problems;

  JarCopies(Path folder, Consumer<Problem> problems) {
    this.folder = folder;
    this.problems = problems;
  }

  /**
   * A jar and the copy to load it from.
   *
   * @param original for messages
   */
  record Copy(Path original, Path loaded) {}

  /** Copies every jar lying directly in the folders, and removes what earlier starts have left. */
  List<Copy> take(List<Path> sources) {
    List<Copy> copies = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      for (Path source : sources) {
        for (Path jar : list(source, ".jar")) {
          copies.add(copy(jar));
        }
      }
      removeOthers(copies);
    } catch (IOException e) {
      problems.accept(
          Problem.with(
              folder,
              "plugins cannot be copied here (%s); check space and permissions".formatted(e)));
    }
    return copies;
  }

  private Copy copy(Path jar) throws IOException {
    // Read once: the jar may be replaced at any moment, and name and content must agree.
    byte[] content = Files.readAllBytes(jar);
    // A jar is not guarded against by its name, and a digest is slow before Java has compiled it.
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    String name = jar.getFileName().toString();
    Path target =
        folder.resolve(
            "%s-%s-%s.jar"
                .formatted(
                    name.substring(0, name.length() - ".jar".length()),
                    HexFormat.of().toHexDigits((int) checksum.getValue()),
                    content.length));
    if (!Files.exists(target)) {
      Path part = Files.createTempFile(folder, "copying", ".part");
      Files.write(part, content);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return new Copy(jar, target);
  }

  private void removeOthers(List<Copy> copies) throws IOException {
    Set<Path> used = new HashSet<>();
    copies.forEach(copy -> used.add(copy.loaded()));
    for (Path file : list(folder, "")) {
      if (!used.contains(file)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static List<Path> list(Path source, String suffix) throws IOException {
    if (!Files.isDirectory(source)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(source)) {
      return files
          .filter(
              file -> Files.isRegularFile(file) && file.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }
}
