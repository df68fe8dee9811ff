package io.closedloop.core.github;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A commit.
 *
 * @param author login of the author, null when GitHub knows no account for the address
 * @param committer login of the committer, {@code web-flow} for what GitHub itself committed
 */
public record CommitInfo(
    String sha,
    String tree,
    @Nullable String author,
    @Nullable String committer,
    String message,
    List<String> parents) {

  public CommitInfo {
    parents = List.copyOf(parents);
  }
}
