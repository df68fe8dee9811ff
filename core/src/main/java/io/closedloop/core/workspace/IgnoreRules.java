package io.closedloop.core.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * What the repository's own {@code .gitignore} files leave out, so that a tool's caches are not
 * taken for its work.
 */
final class IgnoreRules {
  private static final long LARGEST = 100_000;

  private final FileTree tree;
  private final Map<String, IgnoreNode> nodes = new HashMap<>();

  IgnoreRules(FileTree tree) {
    this.tree = tree;
  }

  /** Whether git would leave a new file out: by its own name or by that of a folder above. */
  boolean ignores(String path) throws IOException {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (matches(path.substring(0, slash), true)) {
        return true;
      }
    }
    return matches(path, false);
  }

  /** The nearest file with an opinion decides. */
  private boolean matches(String path, boolean isFolder) throws IOException {
    String folder = path;
    while (!folder.isEmpty()) {
      folder = folder.substring(0, Math.max(0, folder.lastIndexOf('/')));
      String rest = folder.isEmpty() ? path : path.substring(folder.length() + 1);
      Boolean opinion = node(folder).checkIgnored(rest, isFolder);
      if (opinion != null) {
        return opinion;
      }
    }
    return false;
  }

  private IgnoreNode node(String folder) throws IOException {
    IgnoreNode known = nodes.get(folder);
    if (known == null) {
      known = new IgnoreNode();
      var text = tree.bytes(folder.isEmpty() ? ".gitignore" : folder + "/.gitignore", LARGEST);
      if (text.isPresent()) {
        known.parse(new ByteArrayInputStream(text.get()));
      }
      nodes.put(folder, known);
    }
    return known;
  }
}
