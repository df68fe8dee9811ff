package io.closedloop.core.workspace;

import io.closedloop.core.workspace.Mount.Link;
import io.closedloop.core.workspace.Mount.Read;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The least of this machine that programs need in order to run: no home, no configuration but the
 * linker's and the JVM's.
 */
final class HostView {
  private static final List<String> TOP = List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  private HostView() {}

  static List<Mount> of(WorkspaceOptions options) {
    List<Mount> mounts = new ArrayList<>(List.of(new Read(Path.of("/usr"), "/usr")));
    try {
      for (String name : TOP) {
        Path folder = Path.of("/", name);
        if (Files.isSymbolicLink(folder)) {
          mounts.add(new Link(Files.readSymbolicLink(folder).toString(), folder.toString()));
        } else if (Files.isDirectory(folder)) {
          mounts.add(same(folder));
        }
      }
      for (String name : List.of("ld.so.cache", "alternatives")) {
        Path file = Path.of("/etc", name);
        if (Files.exists(file)) {
          mounts.add(same(file));
        }
      }
      addDebianJavaSettings(mounts);
      addUnlessSeen(mounts, options.javaHome().toRealPath());
      for (Path folder : options.programFolders()) {
        if (Files.isDirectory(folder)) {
          addUnlessSeen(mounts, folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the folders of programs cannot be looked at", e);
    }
    return List.copyOf(mounts);
  }

  /** Debian's JVMs keep their settings in /etc behind links. */
  private static void addDebianJavaSettings(List<Mount> mounts) throws IOException {
    try (DirectoryStream<Path> folders =
        Files.newDirectoryStream(Path.of("/etc"), "java-*-openjdk")) {
      folders.forEach(folder -> mounts.add(same(folder)));
    }
  }

  private static void addUnlessSeen(List<Mount> mounts, Path folder) {
    boolean seen =
        folder.startsWith("/usr") || TOP.stream().anyMatch(top -> folder.startsWith("/" + top));
    if (!seen) {
      mounts.add(same(folder));
    }
  }

  private static Mount same(Path place) {
    return new Read(place, place.toString());
  }
}
