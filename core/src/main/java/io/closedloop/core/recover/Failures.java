package io.closedloop.core.recover;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.PullRequest;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.Diagnostician;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.SameCommit;
import io.closedloop.core.github.Branch;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.learn.JobResults;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the failures of a run attempt from GitHub: its failed jobs, diagnosed, grouped by root
 * cause.
 */
@Singleton
public final class Failures {
  private static final Set<String> FAILED = Set.of("failure", "timed_out", "startup_failure");

  /** GitHub allows 256 jobs in a matrix; beyond this many the others say nothing new. */
  private static final int MOST_JOBS = 50;

  private final GitHub github;
  private final Diagnostician diagnostician;
  private final OwnWrites own;
  private final DefaultBranches defaults;

  @Inject
  Failures(GitHub github, Diagnostician diagnostician, OwnWrites own, DefaultBranches defaults) {
    this.github = github;
    this.defaults = defaults;
    this.diagnostician = diagnostician;
    this.own = own;
  }

  /**
   * What an attempt holds.
   *
   * @param failures one for each root cause of jobs that were not looked at before
   */
  public record Found(JobResults.Attempt attempt, List<Failure> failures) {}

  /**
   * Reads an attempt.
   *
   * @param seen failed jobs that were looked at before, and are not diagnosed again
   */
  public Found of(WorkflowRun reported, Predicate<WorkflowJob> seen) {
    List<WorkflowJob> jobs = github.jobs(reported);
    List<WorkflowJob> failed = jobs.stream().filter(j -> counts(reported, j)).toList();
    if (jobs.isEmpty() && "startup_failure".equals(reported.conclusion())) {
      failed = List.of(standIn(reported));
    }
    List<WorkflowJob> greenJobs = jobs.stream().filter(WorkflowJob::green).toList();
    List<WorkflowJob> allFailed = failed;
    failed = failed.stream().filter(seen.negate()).limit(MOST_JOBS).toList();
    if (failed.isEmpty()) {
      boolean onDefault =
          !reported.fromFork() && defaults.of(reported.repo()).equals(reported.headBranch());
      return new Found(
          new JobResults.Attempt(reported, onDefault, greenJobs, allFailed, Map.of()), List.of());
    }
    Optional<Branch> branch = branch(reported);
    branch.ifPresent(found -> own.learn(reported.repo(), found.head()));
    WorkflowRun run = onBranch(reported, branch);
    Map<String, List<WorkflowJob>> byCause = new LinkedHashMap<>();
    Map<String, List<Evidence>> evidence = new LinkedHashMap<>();
    Map<String, Diagnosis> diagnoses = new LinkedHashMap<>();
    Map<String, String> legs = new HashMap<>();
    Map<Long, Diagnosis> byJob = new LinkedHashMap<>();
    SameCommit commit = diagnostician.commitOf(run, jobs, allFailed);
    for (WorkflowJob job : failed) {
      DiagnosisEngine.Examined examined = diagnostician.examine(run, job, commit);
      String cause =
          legs.computeIfAbsent(
              leg(job, examined.diagnosis()), _ -> examined.diagnosis().fingerprint());
      // together they pass by themselves only if each of them does
      diagnoses.merge(
          cause, examined.diagnosis(), (one, next) -> one.transientFailure() ? next : one);
      byJob.put(job.id(), examined.diagnosis());
      byCause.computeIfAbsent(cause, _ -> new ArrayList<>()).add(job);
      evidence.computeIfAbsent(cause, _ -> new ArrayList<>()).add(bare(examined.evidence()));
    }
    List<String> green = greenJobs.stream().map(WorkflowJob::name).distinct().toList();
    Integer pullRequest = pullRequest(run);
    String defaultBranch = defaults.newest(run.repo());
    boolean isDefault = !run.fromFork() && defaultBranch.equals(run.headBranch());
    boolean isProtected = branch.filter(Branch::ruled).isPresent();
    List<Failure> failures =
        byCause.entrySet().stream()
            .map(cause ->
                new Failure(
                    run,
                    ref(run),
                    cause.getValue(),
                    green,
                    pullRequest,
                    isDefault,
                    isProtected,
                    Objects.requireNonNull(diagnoses.get(cause.getKey())),
                    Objects.requireNonNull(evidence.get(cause.getKey()))))
            .toList();
    return new Found(new JobResults.Attempt(run, isDefault, greenJobs, allFailed, byJob), failures);
  }

  /** The run's branch, where it is one of the repository itself. */
  private Optional<Branch> branch(WorkflowRun run) {
    return run.headBranch() == null || run.fromFork()
        ? Optional.empty()
        : github.branch(run.repo(), run.headBranch());
  }

  /**
   * What the jobs of one matrix share that fail in the same way. Their own words differ, as one leg
   * fails in more tests than another; only where the cause is not known is each on its own.
   */
  private static String leg(WorkflowJob job, Diagnosis diagnosis) {
    int values = job.name().lastIndexOf(" (");
    if (values < 0 || !job.name().endsWith(")") || diagnosis.category().equals(Diagnosis.GENERAL)) {
      return diagnosis.fingerprint();
    }
    return String.join(
        "\n",
        job.name().substring(0, values),
        diagnosis.category(),
        diagnosis.subcategory(),
        String.valueOf(diagnosis.tool()));
  }

  /** Remembers how the tests of a run ended in which nothing failed. */
  void rememberTests(WorkflowRun run) {
    diagnostician.rememberTests(run);
  }

  /**
   * GitHub gives a tag's name as the branch of its runs; what is no branch is repaired by nobody.
   */
  private static WorkflowRun onBranch(WorkflowRun run, Optional<Branch> branch) {
    return run.headBranch() == null || run.fromFork() || branch.isPresent()
        ? run
        : run.withoutBranch();
  }

  /** What makes a failure urgent, besides the jobs that ran around it. */
  public static PriorityRules.Circumstances circumstances(
      Failure failure, PriorityRules.Jobs jobs) {
    return new PriorityRules.Circumstances(
        failure.diagnosis().category(),
        failure.run().workflow(),
        failure.jobs().stream()
            .flatMap(job -> Stream.concat(Stream.of(job.name()), failedSteps(job)))
            .distinct()
            .toList(),
        failure.defaultBranch(),
        failure.protectedBranch(),
        jobs);
  }

  private static Stream<String> failedSteps(WorkflowJob job) {
    return job.steps().stream()
        .filter(step -> "failure".equals(step.conclusion()))
        .map(WorkflowJob.Step::name);
  }

  /** Run and job stand beside it already. */
  private static Evidence bare(Evidence full) {
    return new Evidence(null, null, full.excerpts(), full.annotations(), full.tests());
  }

  /** The branch; for a fork {@code owner:branch}; for a run without a branch, its commit. */
  static String ref(WorkflowRun run) {
    if (run.headBranch() == null) {
      return run.headSha();
    }
    RepoId head = run.headRepo();
    return !run.fromFork()
        ? run.headBranch()
        : (head == null ? "unknown" : head.owner()) + ":" + run.headBranch();
  }

  /** A job that failed in a run that went well was allowed to fail. */
  private boolean counts(WorkflowRun run, WorkflowJob job) {
    if (job.conclusion() == null || "success".equals(run.conclusion())) {
      return false;
    }
    return FAILED.contains(job.conclusion())
        || (job.conclusion().equals("cancelled") && diagnostician.cancelledByGitHub(run, job));
  }

  private @Nullable Integer pullRequest(WorkflowRun run) {
    if (!run.pullRequests().isEmpty()) {
      return run.pullRequests().getFirst();
    }
    if (run.headBranch() == null || run.headRepo() == null) {
      return null;
    }
    return github.openPullRequests(run.repo(), run.headRepo().owner(), run.headBranch()).stream()
        .filter(pull -> pull.headSha().equals(run.headSha()))
        .map(PullRequest::number)
        .findFirst()
        .orElse(null);
  }

  private static WorkflowJob standIn(WorkflowRun run) {
    return new WorkflowJob(
        run.id(),
        run.id(),
        run.attempt(),
        run.workflow(),
        "completed",
        "startup_failure",
        run.startedAt(),
        run.updatedAt(),
        null,
        List.of(),
        run.url());
  }
}
