package io.closedloop.core.plugin;

import io.closedloop.core.config.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Copies of plugin jars under names that hold a digest of their content, so that the jars
 * themselves stay replaceable.
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
    String name = jar.getFileName().toString();
    Path target =
        folder.resolve(
            name.substring(0, name.length() - ".jar".length()) + "-" + digest(content) + ".jar");
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

  private static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
