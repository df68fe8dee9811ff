package io.closedloop.core.incident;

import io.closedloop.api.IncidentView;
import io.closedloop.api.Priority;
import io.closedloop.api.StepResult;
import io.closedloop.core.incident.IncidentFact.ActionCleared;
import io.closedloop.core.incident.IncidentFact.ActionDeclined;
import io.closedloop.core.incident.IncidentFact.ActionDelayed;
import io.closedloop.core.incident.IncidentFact.ActionHeld;
import io.closedloop.core.incident.IncidentFact.ActionProposed;
import io.closedloop.core.incident.IncidentFact.ApprovalAsked;
import io.closedloop.core.incident.IncidentFact.ApprovalExpired;
import io.closedloop.core.incident.IncidentFact.ApprovalGiven;
import io.closedloop.core.incident.IncidentFact.ChannelFailed;
import io.closedloop.core.incident.IncidentFact.ChannelTold;
import io.closedloop.core.incident.IncidentFact.EffectBegun;
import io.closedloop.core.incident.IncidentFact.EffectDone;
import io.closedloop.core.incident.IncidentFact.FailureJoined;
import io.closedloop.core.incident.IncidentFact.FindingsMade;
import io.closedloop.core.incident.IncidentFact.IncidentDismissed;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.incident.IncidentFact.LoopGuarded;
import io.closedloop.core.incident.IncidentFact.PluginFailed;
import io.closedloop.core.incident.IncidentFact.PriorityFound;
import io.closedloop.core.incident.IncidentFact.ProofArrived;
import io.closedloop.core.incident.IncidentFact.ProofAwaited;
import io.closedloop.core.incident.IncidentFact.ProposalRefused;
import io.closedloop.core.incident.IncidentFact.RecoveryPlanned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work: one failing thing on one ref of one repository, from first failure to its end.
 *
 * @param seq the last fact of its chain that is contained here
 * @param failure what failed last
 * @param earlier the commits that failures before it were about, oldest first
 * @param urgency null where none was found yet
 * @param declined by action, why it offered nothing for the present failure
 * @param delays how often an action asked for more time since its last attempt
 */
public record Incident(
    String id,
    long seq,
    Instant openedAt,
    Instant updatedAt,
    Failure failure,
    List<String> earlier,
    @Nullable Urgency urgency,
    int chainDepth,
    @Nullable String causedBy,
    List<PlannedAction> plan,
    List<Attempt> attempts,
    Map<String, String> declined,
    int delays,
    State state) {

  /** The incident that its first fact opens. */
  public static Incident open(String id, long seq, Instant at, IncidentOpened fact) {
    return new Incident(
        id,
        seq,
        at,
        at,
        fact.failure(),
        List.of(),
        null,
        fact.chainDepth(),
        fact.causedBy(),
        List.of(),
        List.of(),
        Map.of(),
        0,
        new State.Undecided());
  }

  /**
   * The incident after one more fact. Pure; every fact that is in the journal can be applied.
   *
   * @param newSeq the fact's place in the chain
   */
  public Incident apply(long newSeq, Instant at, IncidentFact fact) {
    Draft draft = new Draft(this, newSeq, at);
    switch (fact) {
      case IncidentOpened _ ->
          throw new IllegalStateException("incident " + id + " was opened twice");
      case FailureJoined f -> draft.joined(f.failure());
      case PriorityFound f -> draft.urgency = new Urgency(f.level(), f.reasons());
      case RecoveryPlanned f -> draft.planned(f.actions());
      case ActionDelayed f -> draft.waiting(f);
      case ActionDeclined f -> draft.declined(f.action(), f.why());
      case FindingsMade f -> draft.declined(f.action(), "analysed only: " + f.title());
      case ProposalRefused f ->
          draft.declined(f.action(), "refused: " + String.join("; ", f.reasons()));
      case ActionProposed f -> draft.proposed(f);
      case ActionCleared _ -> draft.decided(true, "");
      case ApprovalAsked f -> draft.state = new State.AwaitingApproval(f.digest(), f.expires());
      case ApprovalGiven f -> draft.decided(f.approved(), "rejected by a person");
      case ApprovalExpired _ -> draft.decided(false, "nobody approved it in time");
      case EffectBegun f -> draft.state = new State.Begun(f.step(), f.key(), f.guard());
      case EffectDone f -> draft.done(f.step(), f.result());
      case ProofAwaited f -> draft.proving(f);
      case ProofArrived f -> draft.proven(f);
      case IncidentEscalated f -> draft.state = new State.Escalated(f.why());
      case IncidentDismissed _ ->
          draft.state = new State.Ended(Outcome.DISMISSED, "closed by a person");
      case IncidentEnded f -> draft.state = new State.Ended(f.outcome(), f.why());
      case ActionHeld _, PluginFailed _, LoopGuarded _, ChannelTold _, ChannelFailed _ -> {}
    }
    return draft.build();
  }

  /** The attempt under way or last over; callable only when there was one. */
  public Attempt lastAttempt() {
    return attempts.getLast();
  }

  /** How urgent it is, where that was found. */
  public Optional<Priority> priority() {
    return Optional.ofNullable(urgency).map(Urgency::level);
  }

  /** How often the action was carried out, or may yet be; not counted is what an outage foiled. */
  public int tries(String action) {
    return (int)
        attempts.stream()
            .filter(a -> a.action().equals(action))
            .filter(a -> !Set.of(Attempt.OUTDATED, Attempt.OUTAGE).contains(a.outcome()))
            .count();
  }

  /**
   * The commit that matters now: our own on that branch once there is one, else the one that
   * failed.
   */
  private String standingSha() {
    return ownCommits().reduce((_, last) -> last).orElse(failure.run().headSha());
  }

  private Stream<String> ownCommits() {
    return attempts.stream()
        .flatMap(attempt -> attempt.results().stream())
        .map(StepResult::values)
        .filter(values -> !values.containsKey("pull_request"))
        .flatMap(values -> Stream.ofNullable(values.get("sha")));
  }

  /** The commits that it stood on before, and that people may still be looking at. */
  private List<String> leftBehind() {
    String standing = standingSha();
    Stream<String> failed = Stream.concat(earlier.stream(), Stream.of(failure.run().headSha()));
    return Stream.concat(failed, ownCommits())
        .distinct()
        .filter(sha -> !sha.equals(standing))
        .toList();
  }

  /** As plugins see it. */
  public IncidentView view(String baseUrl) {
    return new IncidentView(
        id,
        failure.repo(),
        failure.ref(),
        standingSha(),
        leftBehind(),
        failure.pullRequest(),
        failure.fork(),
        failure.run().workflow(),
        failure.diagnosis().category(),
        state.word(),
        failure.jobNames(),
        openedAt,
        baseUrl + "/incidents/" + id);
  }

  /** The next incident while it is being made. */
  private static final class Draft {
    private final Incident old;
    private final long seq;
    private final Instant at;
    private Failure failure;
    private List<String> earlier;
    private @Nullable Urgency urgency;
    private List<PlannedAction> plan;
    private List<Attempt> attempts;
    private Map<String, String> declined;
    private int delays;
    private State state;

    Draft(Incident old, long seq, Instant at) {
      this.old = old;
      this.seq = seq;
      this.at = at;
      failure = old.failure;
      earlier = old.earlier;
      urgency = old.urgency;
      plan = old.plan;
      attempts = new ArrayList<>(old.attempts);
      declined = new LinkedHashMap<>(old.declined);
      delays = old.delays;
      state = old.state;
    }

    void joined(Failure again) {
      boolean sameCause = again.diagnosis().fingerprint().equals(failure.diagnosis().fingerprint());
      boolean sameCommit = again.run().headSha().equals(failure.run().headSha());
      if (!sameCommit) {
        earlier =
            Stream.concat(earlier.stream(), Stream.of(failure.run().headSha())).distinct().toList();
      }
      failure = again;
      if (!sameCommit && proposalPending()) {
        outcome(Attempt.OUTDATED);
        state = new State.Choosing();
      }
      if (!sameCause) {
        declined.clear();
        plan = List.of();
        if (state instanceof State.Choosing || state instanceof State.Waiting) {
          state = new State.Undecided();
        }
      }
    }

    void planned(List<PlannedAction> actions) {
      plan = List.copyOf(actions);
      state = new State.Choosing();
    }

    /** A proposal that nothing was done about yet. */
    private boolean proposalPending() {
      return switch (old.state) {
        case State.Proposed _, State.AwaitingApproval _ -> true;
        case State.Acting(int step) -> step == 0;
        case State.Undecided _,
            State.Choosing _,
            State.Waiting _,
            State.Begun _,
            State.Proving _,
            State.Escalated _,
            State.Ended _ ->
            false;
      };
    }

    void waiting(ActionDelayed fact) {
      if (proposalPending()) {
        outcome(Attempt.OUTDATED);
      }
      delays++;
      state = new State.Waiting(fact.action(), fact.until());
    }

    void declined(String action, String why) {
      declined.put(action, why);
      choose();
    }

    void proposed(ActionProposed fact) {
      delays = 0;
      attempts.add(
          new Attempt(
              fact.attempt(),
              fact.action(),
              at,
              fact.why(),
              fact.proposal(),
              fact.digest(),
              fact.preview(),
              List.of(),
              "proposed"));
      state = new State.Proposed();
    }

    void decided(boolean approved, String whyNot) {
      if (approved) {
        state = new State.Acting(0);
      } else {
        outcome("rejected");
        declined(old.lastAttempt().action(), whyNot);
      }
    }

    void done(int step, StepResult result) {
      attempts.set(attempts.size() - 1, attempts.getLast().with(result));
      state = new State.Acting(step + 1);
      if (result.status() != StepResult.Status.DONE) {
        outcome("failed");
      }
    }

    void proving(ProofAwaited fact) {
      outcome("proving");
      state = new State.Proving(fact.target(), fact.deadline());
    }

    void proven(ProofArrived fact) {
      outcome(fact.verdict());
      choose();
    }

    /** The plan is empty when it was made for another cause. */
    private void choose() {
      state = plan.isEmpty() ? new State.Undecided() : new State.Choosing();
    }

    private void outcome(String word) {
      attempts.set(attempts.size() - 1, attempts.getLast().with(word));
    }

    Incident build() {
      return new Incident(
          old.id,
          seq,
          old.openedAt,
          at,
          failure,
          earlier,
          urgency,
          old.chainDepth,
          old.causedBy,
          List.copyOf(plan),
          List.copyOf(attempts),
          Collections.unmodifiableMap(declined),
          delays,
          state);
    }
  }
}
