package io.closedloop.core.recover;

import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.TreeEntry;
import io.closedloop.core.workspace.FileMode;
import io.closedloop.core.workspace.Original;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The tree of a commit as GitHub has it: what a patch is compared with, wherever the patch came
 * from.
 */
@Singleton
final class CommitTree {
  private final GitHub github;

  @Inject
  CommitTree(GitHub github) {
    this.github = github;
  }

  /** All entries by path, with the text of those named. */
  Map<String, Original> originals(RepoId repo, String sha, Collection<String> withText) {
    Map<String, Original> tree = new HashMap<>();
    for (TreeEntry entry : github.tree(repo, sha)) {
      if (entry.mode().equals("040000")) {
        continue;
      }
      FileMode mode = FileMode.ofGit(entry.mode());
      String text =
          mode.isFile() && withText.contains(entry.path())
              ? github.file(repo, entry.path(), sha).orElse(null)
              : null;
      tree.put(entry.path(), new Original(mode, entry.size(), entry.sha(), text));
    }
    return tree;
  }
}
