package io.closedloop.core.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Lays a tarball out in a folder and notes what each entry was. Nothing is ever written through a
 * link or twice.
 */
final class Unpacker implements Tarball.Visitor {
  private static final Set<Byte> PLAIN = Set.of(TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM);

  private final Path root;
  private final Map<String, Original> tree = new HashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private final Set<String> folders = new HashSet<>(Set.of(""));
  private final Set<String> parents = new HashSet<>();

  private Unpacker(Path root) {
    this.root = root;
  }

  /**
   * What was unpacked.
   *
   * @param leftOut links that lead outside and were not made
   */
  record Unpacked(Map<String, Original> tree, Set<String> leftOut) {}

  /** Fills an empty folder. */
  static Unpacked unpack(Tarball tarball, Path folder, Deadline deadline) throws IOException {
    Unpacker unpacker = new Unpacker(folder);
    try {
      tarball.read(deadline, unpacker);
    } catch (InvalidPathException e) {
      throw new IOException(
          "a name in the repository cannot be stored here; start the server with LC_ALL=C.UTF-8",
          e);
    }
    unpacker.noteSubmodules();
    return new Unpacked(Map.copyOf(unpacker.tree), Set.copyOf(unpacker.leftOut));
  }

  @Override
  public void visit(String path, TarArchiveEntry entry, InputStream content) throws IOException {
    if (entry.isDirectory()) {
      folder(path);
      return;
    }
    String parent = parentOf(path);
    folder(parent);
    parents.add(parent);
    if (entry.isSymbolicLink()) {
      link(path, entry.getLinkName());
    } else if (PLAIN.contains(entry.getLinkFlag())) {
      file(path, (entry.getMode() & 0100) != 0, entry.getSize(), content);
    } else {
      throw new IOException(path + " is neither a file, a folder nor a symbolic link");
    }
  }

  private void folder(String path) throws IOException {
    if (folders.contains(path)) {
      return;
    }
    if (tree.containsKey(path)) {
      throw new IOException("the archive holds " + path + " twice");
    }
    String parent = parentOf(path);
    folder(parent);
    parents.add(parent);
    Files.createDirectory(root.resolve(path));
    folders.add(path);
  }

  private void file(String path, boolean executable, long size, InputStream content)
      throws IOException {
    Path target = root.resolve(path);
    MessageDigest digest = Original.blobDigest(size);
    try (OutputStream file =
            Files.newOutputStream(target, CREATE_NEW, WRITE, LinkOption.NOFOLLOW_LINKS);
        OutputStream out = new DigestOutputStream(file, digest)) {
      content.transferTo(out);
    }
    if (executable) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    note(
        path,
        executable ? FileMode.EXECUTABLE : FileMode.REGULAR,
        size,
        HexFormat.of().formatHex(digest.digest()));
  }

  /** A link that leads outside is noted and not made. */
  private void link(String path, String to) throws IOException {
    byte[] target = to.getBytes(UTF_8);
    note(path, FileMode.SYMLINK, target.length, Original.blob(target));
    if (staysInside(path, to)) {
      Files.createSymbolicLink(root.resolve(path), Path.of(to));
    } else {
      leftOut.add(path);
    }
  }

  /**
   * Steps up come first and no more of them than there are real folders above; what follows are
   * names, each of which, if it is a link, obeys the same rule. A step up after a name could climb
   * out through a link.
   */
  private static boolean staysInside(String path, String to) {
    if (to.isEmpty() || to.startsWith("/")) {
      return false;
    }
    int depth = path.split("/", -1).length - 1;
    boolean named = false;
    for (String part : to.split("/", -1)) {
      if (part.equals("..")) {
        depth--;
        if (named || depth < 0) {
          return false;
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        named = true;
      }
    }
    return true;
  }

  /** Git knows no empty folders: where the archive has one, a submodule is mounted. */
  private void noteSubmodules() throws IOException {
    for (String folder : folders) {
      if (!folder.isEmpty() && !parents.contains(folder)) {
        note(folder, FileMode.SUBMODULE, 0, "");
      }
    }
  }

  private void note(String path, FileMode mode, long size, String blob) throws IOException {
    if (tree.put(path, new Original(mode, size, blob, null)) != null) {
      throw new IOException("the archive holds " + path + " twice");
    }
  }

  private static String parentOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }
}
