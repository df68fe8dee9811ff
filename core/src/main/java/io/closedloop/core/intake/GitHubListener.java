package io.closedloop.core.intake;

import io.closedloop.api.RepoId;

/**
 * Is told what happened on GitHub. Told at least once, perhaps late and in any order: it reads
 * GitHub for what is true now. May throw {@link io.closedloop.api.GitHubUnavailable}: then it is
 * told again later.
 */
public interface GitHubListener {

  /** An attempt of a run has ended. Answers in a few words what followed from it. */
  String runCompleted(RepoId repo, long runId, int attempt);

  /** A branch got a new head. */
  String pushed(RepoId repo, String branch, String headSha);

  /** A pull request was closed, merged or not. */
  String pullRequestClosed(RepoId repo, int number, String headRef);
}
