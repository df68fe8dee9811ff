package io.closedloop.core.github;

import java.util.List;

/**
 * What lies between two commits, as GitHub compares them.
 *
 * @param ahead how many commits the head holds that the base does not
 * @param behind how many the base holds that the head does not
 * @param commits oldest first, at most 100 of those ahead
 * @param files at most 300, which is GitHub's limit
 */
public record Comparison(long ahead, long behind, List<Commit> commits, List<File> files) {
  public Comparison {
    commits = List.copyOf(commits);
    files = List.copyOf(files);
  }

  /** One commit; {@code author} is a login, or the name that the commit gives. */
  public record Commit(String sha, String title, String author) {}

  /** One changed file; {@code status} is GitHub's, for example {@code modified}. */
  public record File(String path, String status, long additions, long deletions) {}
}
