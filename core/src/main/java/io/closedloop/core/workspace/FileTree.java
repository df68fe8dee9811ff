package io.closedloop.core.workspace;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files below a folder in which strangers' tools have run: no link is ever followed, and names
 * are checked anew at each use. Nothing else may write there meanwhile.
 *
 * @param most entries that are looked at
 */
record FileTree(Path root, int most) {
  private static final int DEEPEST = 200;

  /** All that is not a folder, by path, in order. */
  SortedMap<String, BasicFileAttributes> entries() throws IOException {
    SortedMap<String, BasicFileAttributes> found = new TreeMap<>();
    Files.walkFileTree(root, EnumSet.noneOf(FileVisitOption.class), DEEPEST, new Collector(found));
    return found;
  }

  /**
   * The place of a path.
   *
   * @throws IllegalArgumentException when it is absolute, leads outside, or goes through something
   *     that is no folder
   */
  Path resolve(String path) throws IOException {
    List<String> parts = List.of(path.split("/", -1));
    boolean plain = path.chars().noneMatch(c -> c == '\\' || c == 0);
    for (String part : parts) {
      plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!plain) {
      throw new IllegalArgumentException("not a path inside the workspace: " + path);
    }
    Path place = root;
    for (String part : parts.subList(0, parts.size() - 1)) {
      place = place.resolve(part);
      if (Files.exists(place, NOFOLLOW_LINKS) && !Files.isDirectory(place, NOFOLLOW_LINKS)) {
        throw new IllegalArgumentException(
            path + " leads through " + part + ", which is not a folder");
      }
    }
    return place.resolve(parts.getLast());
  }

  /** The bytes of a regular file; empty when it is none, or larger. */
  Optional<byte[]> bytes(String path, long atMost) throws IOException {
    Path file = resolve(path);
    if (!Files.isRegularFile(file, NOFOLLOW_LINKS) || Files.size(file) > atMost) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file, NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes((int) Math.min(atMost, Integer.MAX_VALUE - 8)));
    }
  }

  /** The text; empty when it is not UTF-8 or holds a zero. */
  static Optional<String> text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private final class Collector extends SimpleFileVisitor<Path> {
    private final SortedMap<String, BasicFileAttributes> found;
    private int seen;

    Collector(SortedMap<String, BasicFileAttributes> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      count();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      count();
      if (attributes.isDirectory()) {
        throw new IOException("the workspace has folders nested deeper than " + DEEPEST);
      }
      found.put(root.relativize(file).toString(), attributes);
      return FileVisitResult.CONTINUE;
    }

    private void count() throws IOException {
      if (++seen > most) {
        throw new IOException(
            "the workspace has more than " + most + " entries, which is the limit");
      }
    }
  }
}
