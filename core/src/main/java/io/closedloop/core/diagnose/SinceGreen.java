package io.closedloop.core.diagnose;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.base.Suppliers;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.WhatChanged.Difference;
import io.closedloop.core.diagnose.WhatChanged.Green;
import io.closedloop.core.github.Comparison;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.github.RunQuery;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what changed since a workflow was last green, when somebody asks; at most seven
 * requests, two of them for logs. What was found once is remembered, since it changes no more.
 */
@Singleton
public final class SinceGreen {
  private static final int MOST_REMEMBERED = 500;

  /** Logs that are read at once; that is work for a processor, and no virtual thread's. */
  private static final int AT_ONCE = 2;

  private static final int MOST_RUNS = 30;

  private final GitHub github;
  private final Supplier<SetupReader> setups = Suppliers.memoize(SetupReader::new);
  private final Executor readers =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().name("since-green-", 0).daemon().factory());
  private final Cache<Key, WhatChanged> known =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();

  private record Key(RepoId repo, long run, int attempt, String job) {}

  @Inject
  public SinceGreen(GitHub github) {
    this.github = github;
  }

  /**
   * What changed for a failed job.
   *
   * @throws GitHubUnavailable when GitHub does not answer; nothing is remembered then
   */
  public WhatChanged of(WorkflowRun run, WorkflowJob job) {
    Key key = new Key(run.repo(), run.id(), run.attempt(), job.name());
    WhatChanged before = known.getIfPresent(key);
    if (before != null) {
      return before;
    }
    WhatChanged found = find(run, job);
    // what could not be read may be readable next time
    if (found.unknown().isEmpty()) {
      known.put(key, found);
    }
    return found;
  }

  private WhatChanged find(WorkflowRun run, WorkflowJob job) {
    List<String> unknown = new ArrayList<>();
    Optional<WorkflowRun> last;
    try {
      last = lastGreen(run);
    } catch (GitHubRefused refused) {
      return nothing("GitHub refuses to list the runs: " + refused.getMessage());
    }
    if (last.isEmpty()) {
      return nothing(
          "no earlier run of %s was green, neither on %s nor on the default branch"
              .formatted(
                  run.workflow(), run.headBranch() == null ? "its commit" : run.headBranch()));
    }
    WorkflowRun green = last.get();
    boolean sameBranch = sameBranch(run, green);
    return new WhatChanged(
        "compared with run %d on %s%s"
            .formatted(
                green.id(),
                green.headBranch() == null ? green.headSha() : green.headBranch(),
                sameBranch ? "" : ", since no run on " + run.headBranch() + " was green yet"),
        new Green(
            green.id(),
            green.attempt(),
            green.headSha(),
            green.headBranch(),
            sameBranch,
            green.updatedAt(),
            green.url()),
        code(run, green, unknown),
        differences(run, job, green, unknown),
        unknown);
  }

  private static WhatChanged nothing(String why) {
    return new WhatChanged(why, null, null, List.of(), List.of(why));
  }

  /** On the same branch where there is one, else on the default branch. */
  private Optional<WorkflowRun> lastGreen(WorkflowRun run) {
    Optional<WorkflowRun> same =
        run.headBranch() == null ? Optional.empty() : lastGreen(run, run.headBranch(), true);
    if (same.isPresent()) {
      return same;
    }
    return lastGreen(run, github.repository(run.repo()).defaultBranch(), false);
  }

  private Optional<WorkflowRun> lastGreen(WorkflowRun run, String branch, boolean sameHead) {
    return github
        .runsOf(
            run.repo(),
            run.workflowId(),
            RunQuery.newest(MOST_RUNS).ofBranch(branch).inStatus("success"))
        .stream()
        .filter(other -> other.id() < run.id())
        .filter(other ->
            sameHead ? Objects.equals(other.headRepo(), run.headRepo()) : !other.fromFork())
        .findFirst();
  }

  private static boolean sameBranch(WorkflowRun run, WorkflowRun green) {
    return Objects.equals(run.headBranch(), green.headBranch())
        && Objects.equals(run.headRepo(), green.headRepo());
  }

  private @Nullable Comparison code(WorkflowRun run, WorkflowRun green, List<String> unknown) {
    if (green.headSha().equals(run.headSha())) {
      return new Comparison(0, 0, List.of(), List.of());
    }
    try {
      return github.compare(run.repo(), green.headSha(), run.headSha());
    } catch (GitHubRefused refused) {
      unknown.add(
          "commits and files: "
              + (run.fromFork() ? "the head lies in a fork, and " : "")
              + "GitHub does not compare them: "
              + refused.getMessage());
      return null;
    }
  }

  private List<Difference> differences(
      WorkflowRun run, WorkflowJob job, WorkflowRun green, List<String> unknown) {
    try {
      Optional<WorkflowJob> then =
          github.jobs(green.repo(), green.id(), green.attempt()).stream()
              .filter(other -> other.name().equals(job.name()))
              .findFirst();
      if (then.isEmpty()) {
        unknown.add("runner and versions: the green run has no job " + job.name());
        return List.of();
      }
      return WhatChanged.between(setup(green.repo(), then.get()), setup(run.repo(), job));
    } catch (GitHubRefused refused) {
      unknown.add("runner and versions: GitHub refuses a log: " + refused.getMessage());
      return List.of();
    }
  }

  private JobSetup setup(RepoId repo, WorkflowJob job) {
    try {
      return CompletableFuture.supplyAsync(() -> read(repo, job), readers).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private JobSetup read(RepoId repo, WorkflowJob job) {
    try (InputStream log = github.log(repo, job.id())) {
      return setups.get().read(log);
    } catch (IOException cut) {
      throw new GitHubUnavailable("the log of job " + job.id() + " of " + repo + " broke off", cut);
    }
  }
}
