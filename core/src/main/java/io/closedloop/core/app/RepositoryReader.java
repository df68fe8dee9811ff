package io.closedloop.core.app;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.SinceGreen;
import io.closedloop.core.diagnose.WhatChanged;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.github.RunQuery;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.learn.JobResults;
import io.closedloop.core.learn.WindowAnalysis;
import io.closedloop.core.learn.WindowAnalysis.Failed;
import io.closedloop.core.learn.WindowAnalysis.Ran;
import io.closedloop.core.recover.Failures;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads from GitHub what failed in a repository within a window, and weighs it as a server does.
 */
final class RepositoryReader {
  /** Each costs a request at least; the newest say most. */
  private static final int MOST_RUNS = 300;

  /** GitHub lists no more. */
  private static final int MOST_LISTED = 1_000;

  private final GitHub github;
  private final Failures failures;
  private final Provider<PriorityRules> rules;
  private final SinceGreen changes;
  private final InstantSource clock;

  @Inject
  RepositoryReader(
      GitHub github,
      Failures failures,
      Provider<PriorityRules> rules,
      SinceGreen changes,
      InstantSource clock) {
    this.github = github;
    this.failures = failures;
    this.rules = rules;
    this.changes = changes;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param causes for each cause of the analysis, in its order
   * @param notes what a reader must know about the figures
   */
  record Found(WindowAnalysis analysis, List<Cause> causes, List<String> notes) {}

  /**
   * One root cause by its newest failure.
   *
   * @param jobs names of all jobs that it failed, likewise the branches
   */
  record Cause(
      Failure newest,
      Set<String> jobs,
      Set<String> branches,
      PriorityRules.Found priority,
      WhatChanged changed) {}

  /** An attempt that was read. */
  private record Read(Failures.Found found, Instant ended) {
    JobResults.Attempt attempt() {
      return found.attempt();
    }

    WorkflowRun run() {
      return attempt().run();
    }

    boolean failed() {
      return !attempt().failed().isEmpty();
    }

    /** That of the failure which the job is part of: legs of a matrix share one. */
    @Nullable Diagnosis diagnosis(WorkflowJob job) {
      return found.failures().stream()
          .filter(failure -> failure.jobs().stream().anyMatch(one -> one.id() == job.id()))
          .findFirst()
          .map(Failure::diagnosis)
          .orElse(null);
    }

    long jobs() {
      return (long) attempt().green().size() + attempt().failed().size();
    }
  }

  Found read(RepoId repo, Duration lookback) {
    Instant now = clock.instant();
    Instant from = now.minus(lookback);
    Instant before = from.minus(lookback);
    List<String> notes = new ArrayList<>();
    List<WorkflowRun> all =
        github.runs(repo, RunQuery.newest(MOST_LISTED).since(before)).stream()
            .filter(WorkflowRun::completed)
            .toList();
    if (all.size() == MOST_LISTED) {
      notes.add("GitHub lists " + MOST_LISTED + " runs at most; older ones are left out");
    }
    List<WorkflowRun> within = all.stream().filter(run -> ended(run, now).isAfter(from)).toList();
    if (within.size() > MOST_RUNS) {
      notes.add("only the newest %d of %d runs were read".formatted(MOST_RUNS, within.size()));
    }
    List<Read> read =
        within.stream()
            .limit(MOST_RUNS)
            .map(run -> new Read(attempt(run, notes), ended(run, now)))
            .filter(each -> each.jobs() > 0)
            .toList();
    WindowAnalysis analysis =
        WindowAnalysis.of(
            new WindowAnalysis.Scope(repo.toString(), from, now),
            ran(read),
            ranBefore(all.stream().filter(run -> !ended(run, now).isAfter(from)).toList()),
            failed(read));
    PriorityRules weighing = rules.get().within(lookback);
    List<Cause> causes =
        analysis.causes().stream()
            .map(cause -> cause(cause.fingerprint(), read, weighing))
            .toList();
    return new Found(analysis, causes, notes);
  }

  private static Instant ended(WorkflowRun run, Instant otherwise) {
    return run.updatedAt() == null ? otherwise : run.updatedAt();
  }

  /** A log that GitHub refuses must not hide all the others. */
  private Failures.Found attempt(WorkflowRun run, List<String> notes) {
    try {
      return failures.of(run, _ -> false);
    } catch (GitHubRefused refused) {
      if (refused.kind() == GitHubRefused.Kind.UNAUTHORIZED) {
        throw refused;
      }
      notes.add("run " + run.id() + " could not be read: " + refused.getMessage());
      return new Failures.Found(
          new JobResults.Attempt(run, false, List.of(), List.of(), Map.of()), List.of());
    }
  }

  private static List<Ran> ran(List<Read> read) {
    Map<Long, List<Read>> byWorkflow = new TreeMap<>();
    for (Read each : read) {
      byWorkflow.computeIfAbsent(each.run().workflowId(), _ -> new ArrayList<>()).add(each);
    }
    return byWorkflow.values().stream()
        .map(runs ->
            new Ran(
                runs.getFirst().run().workflow(),
                runs.size(),
                runs.stream().filter(Read::failed).count(),
                runs.stream().mapToLong(Read::jobs).sum(),
                runs.stream().mapToLong(each -> each.attempt().failed().size()).sum()))
        .toList();
  }

  /** Their jobs are not asked for: the trend needs none. */
  private static List<Ran> ranBefore(List<WorkflowRun> runs) {
    Set<String> counted = Set.of("success", "failure", "timed_out", "startup_failure");
    List<WorkflowRun> all =
        runs.stream().filter(run -> counted.contains(String.valueOf(run.conclusion()))).toList();
    long green = all.stream().filter(run -> "success".equals(run.conclusion())).count();
    return all.isEmpty()
        ? List.of()
        : List.of(new Ran("all", all.size(), all.size() - green, 0, 0));
  }

  private static List<Failed> failed(List<Read> read) {
    Map<String, Failed> byCause = new LinkedHashMap<>();
    for (Read each : read) {
      for (WorkflowJob job : each.attempt().failed()) {
        @Nullable Diagnosis diagnosis = each.diagnosis(job);
        Failed one =
            new Failed(
                diagnosis == null ? null : diagnosis.category(),
                diagnosis == null ? null : diagnosis.fingerprint(),
                1,
                job.completedAt() == null ? each.ended() : job.completedAt());
        byCause.merge(String.valueOf(one.fingerprint()), one, RepositoryReader::both);
      }
    }
    return List.copyOf(byCause.values());
  }

  private static Failed both(Failed one, Failed other) {
    return new Failed(
        one.category(),
        one.fingerprint(),
        one.jobs() + other.jobs(),
        one.last().isAfter(other.last()) ? one.last() : other.last());
  }

  private Cause cause(String fingerprint, List<Read> read, PriorityRules weighing) {
    List<Failure> all =
        read.stream()
            .flatMap(each -> each.found().failures().stream())
            .filter(failure -> failure.diagnosis().fingerprint().equals(fingerprint))
            .toList();
    Failure newest = all.getFirst();
    Set<String> jobs = new TreeSet<>();
    Set<String> branches = new TreeSet<>();
    all.forEach(failure -> {
      jobs.addAll(failure.jobNames());
      branches.add(failure.ref());
    });
    return new Cause(
        newest,
        jobs,
        branches,
        weighing.of(Failures.circumstances(newest, around(newest, read))),
        changes.of(newest.run(), newest.jobs().getFirst()));
  }

  /** The jobs of the same workflow on the same kind of branch. */
  private static PriorityRules.Jobs around(Failure failure, List<Read> read) {
    List<Read> runs =
        read.stream()
            .filter(each -> each.run().workflowId() == failure.run().workflowId())
            .filter(each -> each.attempt().defaultBranch() == failure.defaultBranch())
            .toList();
    Set<Long> ids = new HashSet<>();
    runs.forEach(each -> ids.add(each.run().id()));
    return new PriorityRules.Jobs(
        ids.size(),
        runs.stream().mapToLong(Read::jobs).sum(),
        runs.stream().mapToLong(each -> each.attempt().failed().size()).sum());
  }
}
