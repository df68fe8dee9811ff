package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.closedloop.api.Patch;
import io.closedloop.api.Patch.FileChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** An unpacked commit, and what it was before anything ran in it. */
final class Checkout {
  private static final long LARGEST_TEXT = 10_000_000;
  private static final long LARGEST_CHANGE = 50_000_000;

  private final Tarball tarball;
  private final FileTree files;
  private final Unpacker.Unpacked commit;
  private final Deadline deadline;

  private Checkout(Tarball tarball, FileTree files, Unpacker.Unpacked commit, Deadline deadline) {
    this.tarball = tarball;
    this.files = files;
    this.commit = commit;
    this.deadline = deadline;
  }

  /** Unpacks into an empty folder. */
  static Checkout of(Tarball tarball, Path folder, Deadline deadline) throws IOException {
    Unpacker.Unpacked commit = Unpacker.unpack(tarball, folder, deadline);
    return new Checkout(
        tarball, new FileTree(folder, 2 * tarball.limits().entries()), commit, deadline);
  }

  FileTree files() {
    return files;
  }

  /**
   * The commit's tree, with the texts of these paths; they come from the archive, which no tool can
   * reach.
   */
  Map<String, Original> tree(Set<String> wanted) throws IOException {
    Map<String, Original> tree = new HashMap<>(commit.tree());
    Set<String> missing = new HashSet<>(wanted);
    missing.removeIf(path -> !isModerateFile(tree.get(path)));
    if (!missing.isEmpty()) {
      tarball.read(
          deadline,
          (path, entry, content) -> {
            Original original = tree.get(path);
            if (missing.contains(path) && original != null) {
              tree.put(path, original.withText(FileTree.text(content.readAllBytes()).orElse(null)));
            }
          });
    }
    return tree;
  }

  private static boolean isModerateFile(@Nullable Original original) {
    return original != null && original.mode().isFile() && original.size() <= LARGEST_TEXT;
  }

  /**
   * What differs by now. A mode alone does not count: the core commits each file with the mode it
   * had.
   *
   * @throws IllegalStateException when a difference is no text, naming the file
   */
  Patch changes() throws IOException {
    SortedMap<String, BasicFileAttributes> now = files.entries();
    IgnoreRules ignored = new IgnoreRules(files);
    List<FileChange> changes = new ArrayList<>();
    long bytes = 0;
    for (var entry : now.entrySet()) {
      String path = entry.getKey();
      Original original = commit.tree().get(path);
      if (original == null ? ignored.ignores(path) : isSame(path, original, entry.getValue())) {
        continue;
      }
      String text = changedText(path, entry.getValue());
      bytes += text.length();
      if (bytes > LARGEST_CHANGE) {
        throw new IllegalStateException(
            "the tools changed more than " + LARGEST_CHANGE + " characters");
      }
      changes.add(new FileChange(path, text));
    }
    commit.tree().entrySet().stream()
        .filter(entry -> entry.getValue().mode() != FileMode.SUBMODULE)
        .map(Map.Entry::getKey)
        .filter(path -> !commit.leftOut().contains(path) && !now.containsKey(path))
        .sorted()
        .forEach(path -> changes.add(new FileChange(path, null)));
    return new Patch(changes);
  }

  private boolean isSame(String path, Original original, BasicFileAttributes now)
      throws IOException {
    if (original.mode() == FileMode.SYMLINK) {
      return now.isSymbolicLink() && original.blob().equals(Original.blob(linkTarget(path)));
    }
    if (!now.isRegularFile() || now.size() != original.size()) {
      return false;
    }
    Optional<byte[]> bytes = files.bytes(path, original.size());
    return bytes.isPresent() && original.blob().equals(Original.blob(bytes.get()));
  }

  private byte[] linkTarget(String path) throws IOException {
    return Files.readSymbolicLink(files.resolve(path)).toString().getBytes(UTF_8);
  }

  private String changedText(String path, BasicFileAttributes now) throws IOException {
    if (!now.isRegularFile()) {
      throw new IllegalStateException(
          path + " has become a link or a device, which no patch can hold");
    }
    return files
        .bytes(path, LARGEST_TEXT)
        .flatMap(FileTree::text)
        .orElseThrow(() ->
            new IllegalStateException(
                path
                    + " was changed to what is not UTF-8 text of at most "
                    + LARGEST_TEXT
                    + " bytes, which no patch can hold"));
  }
}
