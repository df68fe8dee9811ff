package io.closedloop.core.workspace;

import io.closedloop.core.workspace.WorkspaceOptions.CheckoutLimits;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A downloaded {@code tar.gz} of one commit. Hostile until read: each entry is checked before
 * anybody sees it.
 */
record Tarball(Path file, String sha, CheckoutLimits limits) {
  private static final int DEEPEST = 100;
  private static final int LONGEST = 2048;

  /** Takes one entry; the path has lost the top folder and is plain. */
  interface Visitor {
    void visit(String path, TarArchiveEntry entry, InputStream content) throws IOException;
  }

  void read(Deadline deadline, Visitor visitor) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream unpacked =
            new CappedInput(
                new GZIPInputStream(raw, 1 << 16), "the repository", unpackedCap(), deadline);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, "UTF-8")) {
      String top = null;
      int entries = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > limits.entries()) {
          throw new IOException(
              "the repository has more than " + limits.entries() + " entries, which is the limit");
        }
        if (entry.getSize() > limits.fileBytes()) {
          throw new IOException(
              entry.getName()
                  + " is larger than "
                  + limits.fileBytes()
                  + " bytes, which is the limit");
        }
        checkCommit(entry);
        String first = entry.getName().split("/", 2)[0];
        if (top != null && !top.equals(first)) {
          throw new IOException("the archive has two top folders, " + top + " and " + first);
        }
        top = first;
        Optional<String> path = below(top, entry.getName());
        if (path.isPresent()) {
          visitor.visit(path.get(), entry, tar);
        }
      }
    }
  }

  /** Headers come on top of what the limit is about. */
  private long unpackedCap() {
    return limits.bytes() + limits.entries() * 4096L;
  }

  /** {@code git archive} writes the commit into a global header. */
  private void checkCommit(TarArchiveEntry entry) throws IOException {
    @Nullable String named = entry.getExtraPaxHeader("comment");
    if (named != null && named.matches("[0-9a-f]{40,64}") && !named.equals(sha)) {
      throw new IOException("the archive is of commit " + named + ", not of " + sha);
    }
  }

  private static Optional<String> below(String top, String name) throws IOException {
    String path = name.substring(Math.min(name.length(), top.length() + 1));
    if (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    if (path.isEmpty() && !top.isEmpty() && !top.startsWith(".")) {
      return Optional.empty();
    }
    boolean plain =
        !top.isEmpty()
            && !top.equals(".")
            && !top.equals("..")
            && path.length() <= LONGEST
            && path.indexOf('\0') < 0;
    String[] parts = path.split("/", -1);
    for (String part : parts) {
      plain &=
          !part.isEmpty()
              && !part.equals(".")
              && !part.equals("..")
              && !part.equalsIgnoreCase(".git");
    }
    if (!plain || parts.length > DEEPEST) {
      throw new IOException("the archive holds a path that no repository has: " + printable(name));
    }
    return Optional.of(path);
  }

  private static String printable(String name) {
    return name.substring(0, Math.min(200, name.length())).replaceAll("[^\\x20-\\x7e]", "?");
  }
}
