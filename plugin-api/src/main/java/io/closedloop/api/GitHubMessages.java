package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The few writes that deliver a message on GitHub. Each is safe to repeat: a status by its context,
 * a comment by its marker, a check run by its key.
 *
 * <p>The methods throw {@link GitHubUnavailable} for what may work later and {@link
 * IllegalStateException} for a permission that was not declared.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface GitHubMessages {

  /**
   * Sets a commit status; needs {@link Permission#STATUSES_WRITE}.
   *
   * @param description cut to GitHub's 140 characters
   * @param targetUrl where a click leads, null for nowhere
   */
  void setStatus(
      RepoId repo,
      String sha,
      String context,
      StatusState state,
      String description,
      @Nullable String targetUrl);

  /**
   * Writes or edits the one comment that carries the marker; needs {@link
   * Permission#PULL_REQUESTS_WRITE}.
   *
   * @param marker a word of letters, digits and hyphens, put invisibly into the comment
   * @param markdown cut to GitHub's 65,536 characters
   * @return the comment's address
   */
  String upsertComment(RepoId repo, int pullRequest, String marker, String markdown);

  /** Whether closedloop acts as a GitHub App; GitHub lets nobody else write check runs. */
  boolean canWriteChecks();

  /**
   * Writes or edits the one check run of this name and key on a commit; needs {@link
   * Permission#CHECKS_WRITE}.
   *
   * @return the check run's address, or empty when GitHub forbids it: it is no App that asks, or
   *     the App was not granted to write checks
   */
  Optional<String> checkRun(RepoId repo, String sha, CheckRun run);

  /** GitHub's states of a commit status. */
  enum StatusState {
    PENDING,
    SUCCESS,
    FAILURE,
    ERROR
  }
}
