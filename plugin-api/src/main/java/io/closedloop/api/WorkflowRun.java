package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Instant;
import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a workflow run, as GitHub reports it.
 *
 * @param workflowId GitHub's number of the workflow
 * @param workflow the workflow's name
 * @param path the workflow file, for example {@code .github/workflows/ci.yml}
 * @param event what started it, for example {@code pull_request}
 * @param headBranch the branch, null for a tag or a deleted branch
 * @param headRepo where the head lies, null when that fork is gone
 * @param status GitHub's status, for example {@code completed}
 * @param conclusion GitHub's conclusion, null while it runs
 * @param actor the login that caused it
 * @param pullRequests numbers of pull requests; always empty for forks
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record WorkflowRun(
    RepoId repo,
    long id,
    int attempt,
    long workflowId,
    String workflow,
    String path,
    String event,
    @Nullable String headBranch,
    String headSha,
    @Nullable RepoId headRepo,
    String status,
    @Nullable String conclusion,
    String actor,
    List<Integer> pullRequests,
    @Nullable Instant startedAt,
    @Nullable Instant updatedAt,
    String url) {

  public WorkflowRun {
    pullRequests = List.copyOf(pullRequests);
  }

  /** Whether the head lies in another repository. */
  public boolean fromFork() {
    return headRepo == null || !headRepo.equals(repo);
  }

  /** Whether it has ended, in whatever way. */
  public boolean completed() {
    return "completed".equals(status);
  }

  /** The same run on no branch: a tag's, or one whose branch is gone. */
  public WorkflowRun withoutBranch() {
    return new WorkflowRun(
        repo,
        id,
        attempt,
        workflowId,
        workflow,
        path,
        event,
        null,
        headSha,
        headRepo,
        status,
        conclusion,
        actor,
        pullRequests,
        startedAt,
        updatedAt,
        url);
  }
}
