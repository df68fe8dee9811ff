package io.closedloop.core.incident;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The failed jobs of one run attempt that share a root cause.
 *
 * @param ref the branch they failed on; for a fork as {@code owner:branch}, so that it is never
 *     taken for one of ours
 * @param jobs the failed jobs, never empty; for a run that could not start, one job that stands for
 *     the run
 * @param greenJobs names of the jobs of that attempt that were green: none of them may be red in
 *     the proof
 * @param evidence what was read about each of the jobs, in their order, without run and job, which
 *     stand here
 * @param pullRequest the pull request's number, null when there is none
 */
public record Failure(
    WorkflowRun run,
    String ref,
    List<WorkflowJob> jobs,
    List<String> greenJobs,
    @Nullable Integer pullRequest,
    boolean defaultBranch,
    boolean protectedBranch,
    Diagnosis diagnosis,
    List<Evidence> evidence) {

  public Failure {
    jobs = List.copyOf(jobs);
    greenJobs = List.copyOf(greenJobs);
    evidence = List.copyOf(evidence);
  }

  /** The failure that a fact tells of, empty when it tells of none. */
  public static Optional<Failure> of(IncidentFact fact) {
    return fact instanceof IncidentFact.IncidentOpened(Failure failure, _, _)
        ? Optional.of(failure)
        : fact instanceof IncidentFact.FailureJoined(Failure again)
            ? Optional.of(again)
            : Optional.empty();
  }

  /** The repository whose workflow failed. */
  public RepoId repo() {
    return run.repo();
  }

  /** Names of the failed jobs, in order, each once. */
  public List<String> jobNames() {
    return jobs.stream().map(WorkflowJob::name).distinct().toList();
  }

  /** Whether closedloop may not push where the head lies. */
  public boolean fork() {
    return run.fromFork();
  }
}
