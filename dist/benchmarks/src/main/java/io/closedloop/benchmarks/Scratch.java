package io.closedloop.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A fresh folder that is removed with everything in it. */
public final class Scratch implements AutoCloseable {
  private final Path folder;

  /** A new folder within this one. */
  public Scratch(Path parent) throws IOException {
    this.folder = Files.createTempDirectory(parent, "scratch-");
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    remove(folder);
  }

  /** Removes a folder with everything in it. */
  static void remove(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
