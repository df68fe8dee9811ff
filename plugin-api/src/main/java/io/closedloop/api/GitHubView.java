package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * GitHub for reading, limited to the incident's repository. Answers are cached by ETag.
 *
 * <p>Each method throws {@link GitHubUnavailable} when GitHub does not answer; the core then tries
 * the whole proposal again later.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public interface GitHubView {
  /** One attempt of a run, or empty when it does not exist. */
  Optional<WorkflowRun> run(long runId, int attempt);

  /** All jobs of that attempt, the copied ones too. */
  List<WorkflowJob> jobs(long runId, int attempt);

  /** The pull request, or empty when it does not exist. */
  Optional<PullRequest> pullRequest(int number);

  /** Paths that the pull request changes, at most 3,000 (GitHub's limit). */
  List<String> changedFiles(int pullRequest);

  /** The text of a file at a commit or branch, at most 1 MB, or empty when it does not exist. */
  Optional<String> file(String path, String ref);

  /**
   * Any other read.
   *
   * @param path below {@code /repos/OWNER/NAME/}, with its query
   * @return the answer, or empty for 404
   */
  Optional<Json> get(String path);
}
