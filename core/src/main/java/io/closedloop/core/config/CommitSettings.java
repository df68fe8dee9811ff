package io.closedloop.core.config;

/**
 * How repairs are committed.
 *
 * @param ownPullRequest whether each repair gets a pull request of its own, even where the branch
 *     could take a commit
 */
public record CommitSettings(boolean ownPullRequest) {
  static final CommitSettings DEFAULT = new CommitSettings(false);
}
