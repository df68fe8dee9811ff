package io.closedloop.core.diagnose;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.PullRequest;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.github.RunQuery;
import io.closedloop.core.report.Reports;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What else is known of a run's jobs on the very same commit. GitHub is asked at the first question
 * and then no more; where it does not answer, nothing is known.
 *
 * <p>An earlier attempt ran the same thing, all of them: what passed once stays known however often
 * it fails afterwards. Another run of the workflow did so only where both took the same sources: of
 * the events just {@code push} and {@code pull_request} run what the head holds, and the latter
 * merges it with the base before, so that the head must hold all of the base.
 */
public final class SameCommit {
  private static final Logger LOG = LoggerFactory.getLogger(SameCommit.class);
  private static final Set<String> RUN_THE_HEAD = Set.of("push", "pull_request");
  private static final int MOST_RUNS = 30;

  /** How many of the run's own earlier attempts are looked into, the newest of them. */
  private static final int MOST_EARLIER = 10;

  /** How many other runs are looked into; the oldest of them say no more than the newest. */
  private static final int MOST_OTHERS = 3;

  private final GitHub github;
  private final WorkflowRun run;
  private final RunReports reports;
  private final ReportOwners owners;
  private @Nullable List<Seen> seen;

  /** An attempt on the commit. */
  record Where(long run, int attempt, String event) {}

  private record Seen(Where where, List<WorkflowJob> jobs) {}

  SameCommit(GitHub github, WorkflowRun run, RunReports reports, ReportOwners owners) {
    this.github = github;
    this.run = run;
    this.reports = reports;
    this.owners = owners;
  }

  /** What the run itself left as reports. */
  Reports reports() {
    return reports.read();
  }

  /** Whether this artifact of the run is the job's, as far as its name tells. */
  boolean owns(WorkflowJob job, String artifact) {
    return owners.owns(job, artifact);
  }

  /** The newest other attempt in which a job of that name passed, all of them if there are more. */
  Optional<Where> passed(String job) {
    return others().stream()
        .filter(other -> other.jobs().stream().anyMatch(j -> j.name().equals(job)))
        .filter(other ->
            other.jobs().stream().filter(j -> j.name().equals(job)).allMatch(WorkflowJob::green))
        .map(Seen::where)
        .findFirst();
  }

  private synchronized List<Seen> others() {
    List<Seen> known = seen;
    if (known == null) {
      known = read();
      seen = known;
    }
    return known;
  }

  private List<Seen> read() {
    try {
      List<Seen> found = new ArrayList<>();
      int oldest = Math.max(1, run.attempt() - MOST_EARLIER);
      for (int attempt = run.attempt() - 1; attempt >= oldest; attempt--) {
        found.add(seen(run, attempt));
      }
      if (RUN_THE_HEAD.contains(run.event())) {
        github.runs(run.repo(), RunQuery.newest(MOST_RUNS).ofCommit(run.headSha())).stream()
            .filter(this::sameWorkflow)
            .limit(MOST_OTHERS)
            .filter(this::sameSources)
            .map(other -> seen(other, other.attempt()))
            .forEach(found::add);
      }
      return List.copyOf(found);
    } catch (GitHubUnavailable | GitHubRefused unknown) {
      LOG.info(
          "whether {} passed elsewhere on {} is not known: {}",
          run.id(),
          run.headSha(),
          unknown.getMessage());
      return List.of();
    }
  }

  private Seen seen(WorkflowRun other, int attempt) {
    return new Seen(
        new Where(other.id(), attempt, other.event()),
        github.knownJobs(other.repo(), other.id(), attempt));
  }

  private boolean sameWorkflow(WorkflowRun other) {
    return other.id() != run.id()
        && other.workflowId() == run.workflowId()
        && other.headSha().equals(run.headSha())
        && other.completed()
        && RUN_THE_HEAD.contains(other.event());
  }

  private boolean sameSources(WorkflowRun other) {
    boolean merged = other.event().equals("pull_request") || run.event().equals("pull_request");
    return !merged || (headHoldsItsBase(run) && headHoldsItsBase(other));
  }

  private boolean headHoldsItsBase(WorkflowRun of) {
    if (!of.event().equals("pull_request")) {
      return true;
    }
    // Forks' runs name no pull request; they stay unknown.
    return of.pullRequests().size() == 1
        && github
            .pullRequest(of.repo(), of.pullRequests().getFirst())
            .map(PullRequest::baseBranch)
            .filter(base -> github.contains(of.repo(), of.headSha(), base))
            .isPresent();
  }
}
