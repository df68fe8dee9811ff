package io.closedloop.core.incident;

import io.closedloop.api.WorkflowJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the verifying signal of one attempt is looked for.
 *
 * @param runId for {@link Kind#ATTEMPT}: the run that was started again
 * @param afterAttempt for {@link Kind#ATTEMPT}: the attempt that failed; only later ones count
 * @param sha for {@link Kind#COMMIT}: our commit; else the failing commit
 * @param pullRequest for {@link Kind#MERGE}: our own pull request
 * @param jobs names of the jobs that must run anew and be green
 * @param greenJobs names of the jobs that were green and must not be red now
 * @param startedAfter for {@link Kind#ATTEMPT}: a job that started later than this ran anew, any
 *     other is a copy; null when unknown
 */
public record ProofTarget(
    Kind kind,
    long runId,
    int afterAttempt,
    String sha,
    @Nullable Integer pullRequest,
    List<String> jobs,
    List<String> greenJobs,
    @Nullable Instant startedAfter) {

  public ProofTarget {
    jobs = List.copyOf(jobs);
    greenJobs = List.copyOf(greenJobs);
  }

  /** A later attempt of the failed run. */
  public static ProofTarget attempt(Failure failure, int afterAttempt, List<String> jobs) {
    Instant started =
        failure.jobs().stream()
            .map(WorkflowJob::startedAt)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .orElse(null);
    return new ProofTarget(
        Kind.ATTEMPT,
        failure.run().id(),
        afterAttempt,
        failure.run().headSha(),
        null,
        jobs,
        failure.greenJobs(),
        started);
  }

  /** A run on our commit. */
  public static ProofTarget commit(Failure failure, String sha, List<String> jobs) {
    return new ProofTarget(Kind.COMMIT, 0, 0, sha, null, jobs, failure.greenJobs(), null);
  }

  /** A run on the branch after our pull request was merged. */
  public static ProofTarget merge(Failure failure, int pullRequest, String sha, List<String> jobs) {
    return new ProofTarget(Kind.MERGE, 0, 0, sha, pullRequest, jobs, failure.greenJobs(), null);
  }

  /** The kinds of signal. */
  public enum Kind {
    /** A later attempt of the same run. */
    ATTEMPT,
    /** A run of the same workflow and event on our commit. */
    COMMIT,
    /** A run of the same workflow and event on the branch, after our pull request was merged. */
    MERGE
  }
}
