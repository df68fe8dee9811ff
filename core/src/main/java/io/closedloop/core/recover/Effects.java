package io.closedloop.core.recover;

import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.PullRequest;
import io.closedloop.api.StepResult;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.FileContent;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.github.RunAttempt;
import io.closedloop.core.github.StaleHead;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.workspace.FileMode;
import io.closedloop.core.workspace.Original;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries effects out. Each is bound to the head, the run attempt and the failed jobs that were
 * diagnosed: these are read again just before, and guard the write itself.
 */
@Singleton
final class Effects {
  private final GitHub github;
  private final Watch watch;
  private final OwnWrites own;
  private final CommitTree trees;
  private final Provider<Policy> policy;

  @Inject
  Effects(GitHub github, Watch watch, OwnWrites own, CommitTree trees, Provider<Policy> policy) {
    this.github = github;
    this.watch = watch;
    this.own = own;
    this.trees = trees;
    this.policy = policy;
  }

  /** Reads again what the effect is bound to. */
  Prepared prepare(Incident incident, Effect effect) {
    Failure failure = incident.failure();
    Optional<String> head = watch.currentHead(incident);
    if (head.isEmpty()) {
      return new Prepared.Moved("the branch " + failure.ref() + " is gone");
    }
    if (!head.get().equals(failure.run().headSha())) {
      if (madeHere(incident, head.get())) {
        return new Prepared.Ready(head.get());
      }
      String now = "the head of " + failure.ref() + " is now " + head.get();
      return own.incidentOf(failure.repo(), head.get())
          .filter(id -> !id.equals(incident.id()))
          .<Prepared>map(id -> new Prepared.Ours(now + ", our own commit for incident " + id))
          .orElseGet(() -> new Prepared.Moved(now));
    }
    return effect instanceof Effect.Rerun ? prepareRerun(failure) : new Prepared.Ready(head.get());
  }

  /** Whether an earlier step of the same attempt made this commit. */
  private static boolean madeHere(Incident incident, String sha) {
    return incident.lastAttempt().results().stream()
        .anyMatch(result -> sha.equals(result.values().get("sha")));
  }

  /** Whether the effect writes to the incident's own ref, which one incident at a time may do. */
  boolean writesRef(Incident incident, Effect effect) {
    return effect instanceof Effect.Commit
        && !incident.failure().fork()
        && !ownPullRequest(incident.failure());
  }

  private Prepared prepareRerun(Failure failure) {
    Optional<WorkflowRun> now = github.run(failure.repo(), failure.run().id());
    if (now.isEmpty()) {
      return new Prepared.Moved("run " + failure.run().id() + " is gone");
    }
    WorkflowRun run = now.get();
    boolean ours = run.actor().equals(github.login());
    if (run.attempt() != failure.run().attempt() && !ours) {
      return new Prepared.Moved("run " + run.id() + " was started again by " + run.actor());
    }
    if (!run.completed()) {
      return new Prepared.NotYet(
          "run " + run.id() + " has not finished, and GitHub re-runs only finished ones");
    }
    List<WorkflowJob> jobs = github.jobs(failure.repo(), run.id(), run.attempt());
    boolean stillRed =
        failure.jobNames().stream()
            .allMatch(
                name -> jobs.stream().anyMatch(job -> job.name().equals(name) && !job.green()));
    return stillRed
        ? new Prepared.Ready(Integer.toString(run.attempt()))
        : new Prepared.Moved("the failed jobs of run " + run.id() + " are not the same any more");
  }

  /**
   * Whether an effect that was begun did happen, for the time after a crash.
   *
   * @return its result, or empty when GitHub shows no sign of it
   */
  Optional<StepResult> happened(
      Incident incident, String title, Effect effect, String key, String guard) {
    Failure failure = incident.failure();
    return switch (effect) {
      case Effect.Rerun rerun ->
          github
              .run(failure.repo(), rerun.runId())
              .filter(run -> run.attempt() > Integer.parseInt(guard))
              .filter(run -> run.actor().equals(github.login()))
              .map(run -> rerunDone(title, Integer.parseInt(guard)));
      case Effect.Commit _ when !ownPullRequest(failure) ->
          github
              .head(failure.repo(), failure.ref())
              .filter(sha -> !sha.equals(guard) && own.cameFrom(failure.repo(), sha, key))
              .map(sha -> committed(title, sha));
      // a pull request of our own is found again by its branch name when it is made
      case Effect.Commit _, Effect.OpenPullRequest _ -> Optional.empty();
      case Effect.CancelRun _,
          Effect.DispatchWorkflow _,
          Effect.UpdateBranch _,
          Effect.Revert _,
          Effect.Redeploy _,
          Effect.SetVariable _,
          Effect.DeleteCaches _,
          Effect.HoldMerges _,
          Effect.ReleaseMerges _,
          Effect.CallHttp _,
          Effect.AwaitHttp _,
          Effect.RunCommand _ ->
          throw unsupported(effect);
    };
  }

  /** Carries the effect out; a refusal by GitHub is a result, an outage is thrown. */
  StepResult execute(Incident incident, String title, Effect effect, String key, String guard) {
    try {
      return switch (effect) {
        case Effect.Rerun rerun -> rerun(incident, title, rerun, guard);
        case Effect.Commit(Patch patch, String message) ->
            commit(incident, title, patch, message, new Write(key, guard));
        case Effect.OpenPullRequest(Patch patch, String subject, String body) ->
            incident.failure().fork()
                ? offered(title)
                : ownPullRequest(incident, title, patch, subject, body, key);
        case Effect.CancelRun _,
            Effect.DispatchWorkflow _,
            Effect.UpdateBranch _,
            Effect.Revert _,
            Effect.Redeploy _,
            Effect.SetVariable _,
            Effect.DeleteCaches _,
            Effect.HoldMerges _,
            Effect.ReleaseMerges _,
            Effect.CallHttp _,
            Effect.AwaitHttp _,
            Effect.RunCommand _ ->
            throw unsupported(effect);
      };
    } catch (StaleHead stale) {
      return new StepResult(
          title, StepResult.Status.REFUSED, Map.of("why", message(stale), "stale", "true"));
    } catch (GitHubRefused refused) {
      return new StepResult(title, StepResult.Status.FAILED, Map.of("why", message(refused)));
    }
  }

  private StepResult rerun(Incident incident, String title, Effect.Rerun rerun, String guard) {
    var repo = incident.failure().repo();
    RunAttempt last = new RunAttempt(rerun.runId(), Integer.parseInt(guard));
    switch (rerun.scope()) {
      case Effect.Rerun.Scope.FailedJobs _ -> github.rerunFailedJobs(repo, last, rerun.debug());
      case Effect.Rerun.Scope.AllJobs _ -> github.rerun(repo, last, rerun.debug());
      case Effect.Rerun.Scope.OneJob(long job) ->
          github.rerunJob(repo, last, newest(incident.failure(), job, guard), rerun.debug());
    }
    return rerunDone(title, last.attempt());
  }

  /**
   * A later attempt has the same job under another number, and the one that was proposed may be of
   * any attempt before.
   */
  private long newest(Failure failure, long job, String guard) {
    int attempt = Integer.parseInt(guard);
    List<WorkflowJob> now = github.jobs(failure.repo(), failure.run().id(), attempt);
    Optional<String> name = name(now, job);
    for (int before = attempt - 1; before > 0 && name.isEmpty(); before--) {
      name = name(github.jobs(failure.repo(), failure.run().id(), before), job);
    }
    return name.stream()
        .flatMap(wanted -> now.stream().filter(j -> j.name().equals(wanted)))
        .mapToLong(WorkflowJob::id)
        .findFirst()
        .orElse(job);
  }

  private static Optional<String> name(List<WorkflowJob> jobs, long job) {
    return jobs.stream().filter(j -> j.id() == job).map(WorkflowJob::name).findFirst();
  }

  private static StepResult rerunDone(String title, int failedAttempt) {
    return new StepResult(
        title, StepResult.Status.DONE, Map.of("run_attempt", Integer.toString(failedAttempt + 1)));
  }

  /** The effect's key, and the head that it is bound to. */
  private record Write(String key, String head) {}

  private StepResult commit(
      Incident incident, String title, Patch patch, String message, Write write) {
    Failure failure = incident.failure();
    if (failure.fork()) {
      return offered(title);
    }
    if (ownPullRequest(failure)) {
      String subject = message.lines().findFirst().orElse("Repair " + failure.run().workflow());
      return ownPullRequest(incident, title, patch, subject, message, write.key());
    }
    String head = write.head();
    String sha =
        github.commitOnBranch(
            failure.repo(),
            failure.ref(),
            head,
            contents(failure, head, patch),
            OwnWrites.sign(forBots(failure, message), incident.id(), write.key()));
    return committed(title, sha);
  }

  private static StepResult committed(String title, String sha) {
    return new StepResult(title, StepResult.Status.DONE, Map.of("sha", sha));
  }

  /** For a fork nothing is pushed: the stored preview is offered to the people instead. */
  private static StepResult offered(String title) {
    return new StepResult(title, StepResult.Status.DONE, Map.of("offered", "true"));
  }

  private StepResult ownPullRequest(
      Incident incident, String title, Patch patch, String subject, String body, String key) {
    Failure failure = incident.failure();
    String head = failure.run().headSha();
    String branch = OwnWrites.BRANCH_PREFIX + incident.id();
    String signed = OwnWrites.sign(subject + "\n\n" + body, incident.id(), key);
    // It is there already after a crash, with our commit perhaps.
    String now =
        github
            .head(failure.repo(), branch)
            .orElseGet(() -> github.createBranch(failure.repo(), branch, head));
    String sha =
        own.cameFrom(failure.repo(), now, key)
            ? now
            : github.commitOnBranch(
                failure.repo(), branch, now, contents(failure, head, patch), signed);
    PullRequest pull =
        github.openPullRequest(
            failure.repo(), branch, failure.ref(), subject, body + "\n\nIncident " + incident.id());
    return new StepResult(
        title,
        StepResult.Status.DONE,
        Map.of("sha", sha, "pull_request", Integer.toString(pull.number()), "url", pull.url()));
  }

  /** Whether a repair of this branch goes by a pull request of its own. */
  private boolean ownPullRequest(Failure failure) {
    return policy.get().ownPullRequest() || failure.defaultBranch() || failure.protectedBranch();
  }

  private List<FileContent> contents(Failure failure, String sha, Patch patch) {
    Map<String, Original> tree = trees.originals(failure.repo(), sha, List.of());
    return patch.files().stream()
        .filter(file -> file.content() != null)
        .map(file -> {
          Original original = tree.get(file.path());
          FileMode mode = original == null ? FileMode.REGULAR : original.mode();
          return new FileContent(file.path(), bytes(file), mode.git());
        })
        .toList();
  }

  private static byte[] bytes(Patch.FileChange file) {
    return file.content() == null ? new byte[0] : file.content().getBytes(StandardCharsets.UTF_8);
  }

  /** Dependabot stops rebasing its pull request after somebody else's commit, unless told so. */
  private static String forBots(Failure failure, String message) {
    return failure.ref().startsWith("dependabot/")
        ? message.stripTrailing() + "\n\n[dependabot skip]"
        : message;
  }

  private static String message(RuntimeException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static IllegalStateException unsupported(Effect effect) {
    return new IllegalStateException(
        "the judge let an unsupported effect pass: " + effect.getClass().getSimpleName());
  }
}
