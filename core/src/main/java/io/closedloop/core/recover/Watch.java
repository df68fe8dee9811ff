package io.closedloop.core.recover;

import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.FailureJoined;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.incident.IncidentFact.LoopGuarded;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.ProofTarget;
import io.closedloop.core.incident.State;
import io.closedloop.core.intake.GitHubListener;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what happened on GitHub into incidents: opens, joins, supersedes, wakes those who wait for
 * a proof.
 */
@Singleton
public final class Watch implements GitHubListener {
  private static final int CHAIN_LIMIT = 1;
  private final GitHub github;
  private final Failures failures;
  private final OwnWrites own;
  private final Store store;
  private final Incidents incidents;
  private final Priorities priorities;
  private final RecoveryTasks tasks;
  private final Provider<Policy> policy;

  @Inject
  Watch(
      GitHub github, Failures failures, OwnWrites own, WatchTools tools, Provider<Policy> policy) {
    this.github = github;
    this.failures = failures;
    this.own = own;
    this.store = tools.store();
    this.incidents = tools.incidents();
    this.priorities = tools.priorities();
    this.tasks = tools.tasks();
    this.policy = policy;
  }

  @Override
  public String runCompleted(RepoId repo, long runId, int attempt) {
    Optional<WorkflowRun> run = github.run(repo, runId);
    if (run.isEmpty() || run.get().attempt() < attempt) {
      run = github.run(repo, runId, attempt);
    }
    if (run.isEmpty()) {
      // What may not be seen looks as if it were not there; then this is refused as well.
      github.repository(repo);
      return "nothing: GitHub has no run " + runId + " attempt " + attempt;
    }
    if (run.get().attempt() > attempt) {
      return "nothing: attempt " + run.get().attempt() + " has overtaken it";
    }
    if (!run.get().completed()) {
      return "nothing: the run has not ended";
    }
    if (!policy.get().enabled()) {
      return "nothing: automation.enabled is false";
    }
    List<String> news = observe(run.get());
    news.addAll(settle(run.get()));
    return news.isEmpty()
        ? "nothing: no failure that counts, and nobody waits for it"
        : String.join("; ", news);
  }

  /**
   * Opens or joins incidents for what failed in this attempt; whatever was seen before is left
   * alone.
   */
  List<String> observe(WorkflowRun run) {
    List<String> news = new ArrayList<>();
    Failures.Found found =
        failures.of(run, job -> store.read(tx -> incidents.seen(tx, run.repo(), job)));
    if (found.failures().isEmpty()) {
      if (found.attempt().any()) {
        store.write(tx -> priorities.ran(tx, found.attempt()));
      }
      return news;
    }
    Optional<String> serves = own.incidentOf(run.repo(), run.headSha());
    boolean byUs = run.actor().equals(github.login());
    for (Failure failure : found.failures()) {
      store
          .write(tx -> {
            priorities.ran(tx, found.attempt());
            return openOrJoin(tx, failure, serves, byUs);
          })
          .ifPresent(news::add);
    }
    return news;
  }

  private Optional<String> openOrJoin(Tx tx, Failure failure, Optional<String> serves, boolean byUs)
      throws SQLException {
    List<Incident> all = incidents.openOn(tx, failure.repo(), failure.ref());
    for (Incident acting : all) {
      if (inTheMiddle(acting, failure.run(), serves, byUs)) {
        // it learns first whether this is the result of what it began, and reads it then
        tasks.wake(tx, acting.id());
        return Optional.of("left to incident " + acting.id());
      }
    }
    boolean news = false;
    for (WorkflowJob job : failure.jobs()) {
      news |= incidents.firstSight(tx, failure.repo(), job);
    }
    if (!news) {
      return Optional.empty();
    }
    for (Incident open : all) {
      if (!covers(open, failure, serves)) {
        continue;
      }
      if (movedByOthers(open, failure, serves)) {
        if (failure.run().id() < open.failure().run().id()) {
          return Optional.of("nothing: incident " + open.id() + " is about a newer commit");
        }
        // what was planned or approved for the old commit must never be carried out on a new one
        String head = failure.run().headSha();
        incidents.record(
            tx, open, new IncidentEnded(Outcome.SUPERSEDED, "somebody else pushed " + head));
        continue;
      }
      priorities.found(tx, incidents.record(tx, open, new FailureJoined(failure)));
      return Optional.of("joined incident " + open.id());
    }
    if (serves.isPresent()) {
      Optional<Incident> parent = incidents.find(tx, serves.get());
      if (parent.isPresent()) {
        return Optional.of(causedByUs(tx, failure, parent.get()));
      }
    }
    Incident opened = open(tx, new IncidentOpened(failure, 0, null));
    return Optional.of("opened incident " + opened.id());
  }

  private Incident open(Tx tx, IncidentOpened fact) throws SQLException {
    return priorities.found(tx, incidents.open(tx, fact));
  }

  /**
   * What our own commit broke opens at most one incident in a chain; on a branch of our own it
   * opens none.
   */
  private String causedByUs(Tx tx, Failure failure, Incident parent) throws SQLException {
    int depth = parent.chainDepth() + 1;
    if (depth > CHAIN_LIMIT || failure.ref().startsWith(OwnWrites.BRANCH_PREFIX)) {
      incidents.record(
          tx,
          parent,
          new LoopGuarded(
              "our own commit "
                  + failure.run().headSha()
                  + " is red in "
                  + String.join(", ", failure.jobNames())
                  + "; no further incident is opened for it"));
      tasks.wake(tx, parent.id());
      return "loop guard on incident " + parent.id();
    }
    Incident opened = open(tx, new IncidentOpened(failure, depth, parent.id()));
    return "opened incident " + opened.id() + ", caused by our own commit for " + parent.id();
  }

  private static boolean movedByOthers(Incident open, Failure failure, Optional<String> serves) {
    return serves.isEmpty()
        && !awaitsMerge(open)
        && !open.failure().run().headSha().equals(failure.run().headSha());
  }

  /** Our own pull request outlives pushes to the branch that it is for. */
  private static boolean awaitsMerge(Incident incident) {
    return incident.state() instanceof State.Proving(ProofTarget target, var _)
        && target.kind() == ProofTarget.Kind.MERGE;
  }

  /** Whether the run may be the result of a write of which it is not known that it happened. */
  private static boolean inTheMiddle(
      Incident incident, WorkflowRun run, Optional<String> serves, boolean byUs) {
    return effectUnderWay(incident)
        && sameWorkflow(incident, run)
        && ((byUs && run.id() == incident.failure().run().id())
            || serves.filter(incident.id()::equals).isPresent());
  }

  /** An effect was begun, and that its proof is awaited is not recorded yet. */
  private static boolean effectUnderWay(Incident incident) {
    return incident.state() instanceof State.Begun
        || (incident.state() instanceof State.Acting(int step) && step > 0);
  }

  private static boolean covers(Incident open, Failure failure, Optional<String> serves) {
    if (!sameWorkflow(open, failure.run())) {
      return false;
    }
    if (open.failure().diagnosis().fingerprint().equals(failure.diagnosis().fingerprint())) {
      return true;
    }
    boolean sameJobs = open.failure().jobNames().stream().anyMatch(failure.jobNames()::contains);
    boolean ourCommit = serves.filter(open.id()::equals).isPresent();
    boolean ourRerun =
        open.state() instanceof State.Proving(ProofTarget target, var _)
            && target.kind() == ProofTarget.Kind.ATTEMPT
            && target.runId() == failure.run().id();
    return sameJobs && (ourCommit || ourRerun);
  }

  /** Wakes who waits for this run's result, and ends what somebody else has fixed. */
  private List<String> settle(WorkflowRun run) {
    List<String> news = new ArrayList<>();
    String ref = Failures.ref(run);
    if (ref.startsWith(OwnWrites.BRANCH_PREFIX)) {
      wakeOwn(ref);
    }
    List<Incident> open = store.read(tx -> incidents.openOn(tx, run.repo(), ref));
    if ("success".equals(run.conclusion()) && open.stream().anyMatch(i -> testsFailed(i, run))) {
      failures.rememberTests(run);
    }
    for (Incident incident : open) {
      if (!sameWorkflow(incident, run)) {
        continue;
      }
      boolean proving = incident.state() instanceof State.Proving && !fixedBeforeMerge(incident);
      Optional<String> serves =
          proving ? Optional.empty() : own.incidentOf(run.repo(), run.headSha());
      if (proving || inTheMiddle(incident, run, serves, run.actor().equals(github.login()))) {
        store.write(tx -> tasks.wake(tx, incident.id()));
        news.add("woke incident " + incident.id());
      } else if (fixedBySomebody(incident, run)) {
        if (serves.isPresent()) {
          end(
              incident.id(),
              Outcome.SUPERSEDED,
              "green on our own commit for incident " + serves.get());
        } else if (run.attempt() > 1 && run.actor().equals(github.login())) {
          end(incident.id(), Outcome.SUPERSEDED, "green after our own re-run for another incident");
        } else {
          end(incident.id(), Outcome.FIXED_BY_HUMAN, fixedWords(incident, run));
        }
        news.add("incident " + incident.id() + " needs no more work");
      }
    }
    return news;
  }

  /** Whether our own pull request is still open, so that no result on the branch is due to it. */
  private boolean fixedBeforeMerge(Incident incident) {
    return incident.state() instanceof State.Proving(ProofTarget target, var _)
        && target.kind() == ProofTarget.Kind.MERGE
        && target.pullRequest() != null
        && github
            .pullRequest(incident.failure().repo(), target.pullRequest())
            .filter(pull -> pull.state().equals("open"))
            .isPresent();
  }

  private static boolean sameWorkflow(Incident incident, WorkflowRun run) {
    WorkflowRun failed = incident.failure().run();
    return failed.workflowId() == run.workflowId() && failed.event().equals(run.event());
  }

  /** Whether tests are known to have failed on the commit that is green now. */
  private static boolean testsFailed(Incident incident, WorkflowRun run) {
    return sameWorkflow(incident, run)
        && incident.failure().run().headSha().equals(run.headSha())
        && incident.failure().evidence().stream().anyMatch(e -> !e.tests().isEmpty());
  }

  private boolean fixedBySomebody(Incident incident, WorkflowRun run) {
    WorkflowRun failed = incident.failure().run();
    boolean later =
        run.id() > failed.id() || (run.id() == failed.id() && run.attempt() > failed.attempt());
    if (!later) {
      return false;
    }
    List<WorkflowJob> jobs = github.jobs(run.repo(), run.id(), run.attempt());
    return incident.failure().jobNames().stream()
        .allMatch(name -> jobs.stream().anyMatch(j -> j.name().equals(name) && j.green()));
  }

  private static String fixedWords(Incident incident, WorkflowRun run) {
    return run.headSha().equals(incident.failure().run().headSha())
        ? "green after " + run.actor() + " ran it again"
        : "green on " + run.headSha() + ", which is not our commit";
  }

  @Override
  public String pushed(RepoId repo, String ref, String headSha) {
    List<Incident> open = store.read(tx -> incidents.openOn(tx, repo, ref));
    List<String> news = new ArrayList<>();
    for (Incident incident : open) {
      if (!incident.state().active()
          || awaitsMerge(incident)
          || headSha.equals(incident.failure().run().headSha())) {
        continue;
      }
      Optional<String> head = currentHead(incident);
      if (head.isPresent()
          && !head.get().equals(incident.failure().run().headSha())
          && own.incidentOf(repo, head.get()).isEmpty()) {
        end(incident.id(), Outcome.SUPERSEDED, "somebody else pushed " + head.get() + " to " + ref);
        news.add("incident " + incident.id() + " is superseded");
      }
    }
    return news.isEmpty() ? "nothing: no recovery is under way on " + ref : String.join("; ", news);
  }

  /**
   * The commit at the head of the incident's branch now; empty when the branch or the pull request
   * is gone.
   */
  Optional<String> currentHead(Incident incident) {
    Failure failure = incident.failure();
    if (failure.fork() || failure.run().headBranch() == null) {
      return failure.pullRequest() == null
          ? Optional.of(failure.run().headSha())
          : github
              .pullRequest(failure.repo(), failure.pullRequest())
              .filter(pull -> pull.state().equals("open"))
              .map(pull -> pull.headSha());
    }
    return github.head(failure.repo(), failure.run().headBranch());
  }

  @Override
  public String pullRequestClosed(RepoId repo, int number, String headRef) {
    if (headRef.startsWith(OwnWrites.BRANCH_PREFIX)) {
      wakeOwn(headRef);
      return "woke the incident of our own pull request";
    }
    if (github.pullRequest(repo, number).filter(p -> p.state().equals("open")).isPresent()) {
      return "nothing: the pull request is open again";
    }
    // not by the ref: the head's owner is told otherwise once the fork is deleted
    List<Incident> open = store.read(tx -> incidents.openOf(tx, repo, number));
    List<String> news = new ArrayList<>();
    for (Incident incident : open) {
      end(incident.id(), Outcome.SUPERSEDED, "pull request #" + number + " was closed");
      news.add("incident " + incident.id() + " is superseded");
    }
    return news.isEmpty()
        ? "nothing: no incident of that pull request is open"
        : String.join("; ", news);
  }

  private void wakeOwn(String ref) {
    String id = ref.substring(OwnWrites.BRANCH_PREFIX.length());
    store.write(tx -> {
      if (incidents.find(tx, id).isPresent()) {
        tasks.wake(tx, id);
      }
      return id;
    });
  }

  private void end(String id, Outcome outcome, String why) {
    store.write(tx -> {
      Optional<Incident> now = incidents.find(tx, id);
      if (now.isPresent() && !(now.get().state() instanceof State.Ended)) {
        incidents.record(tx, now.get(), new IncidentEnded(outcome, why));
      }
      return id;
    });
  }
}
