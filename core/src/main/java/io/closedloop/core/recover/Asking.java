package io.closedloop.core.recover;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFact.ActionDeclined;
import io.closedloop.core.incident.IncidentFact.ActionDelayed;
import io.closedloop.core.incident.IncidentFact.ActionProposed;
import io.closedloop.core.incident.IncidentFact.ApprovalAsked;
import io.closedloop.core.incident.IncidentFact.ApprovalExpired;
import io.closedloop.core.incident.IncidentFact.FindingsMade;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.PluginFailed;
import io.closedloop.core.incident.IncidentFact.ProposalRefused;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.PlannedAction;
import io.closedloop.core.incident.State;
import io.closedloop.core.outage.OutageGate;
import io.closedloop.core.outage.Outages;
import io.closedloop.core.plan.BackoffDelay;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plugin.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses the next action of the plan, asks it, judges its answer, and applies its mode. */
@Singleton
final class Asking {
  private static final int MOST_DELAYS = 30;
  private static final int MOST_ASKED_AGAIN = 5;
  private static final Duration OTHERS_COMMIT = Duration.ofMinutes(1);
  private final Actions actions;
  private final Judge judge;
  private final ProposalCodec codec;
  private final HeadCheck heads;
  private final OutageGate outages;
  private final Provider<Policy> policy;
  private final InstantSource clock;

  @Inject
  Asking(
      Actions actions,
      Judge judge,
      ProposalCodec codec,
      HeadCheck heads,
      OutageGate outages,
      Provider<Policy> policy,
      InstantSource clock) {
    this.actions = actions;
    this.judge = judge;
    this.codec = codec;
    this.heads = heads;
    this.outages = outages;
    this.policy = policy;
    this.clock = clock;
  }

  Map<String, ActionSpec> specs() {
    return actions.specs();
  }

  Move choose(Incident incident) {
    Optional<PlannedAction> next =
        incident.plan().stream().filter(a -> open(incident, a)).findFirst();
    if (next.isEmpty()) {
      return Move.of(new IncidentEscalated(Explanation.of(incident)));
    }
    PlannedAction action = next.get();
    if (!action.backoff()) {
      return ask(incident, action.action());
    }
    int n = incident.tries(action.action()) + 1;
    Policy.Backoff backoff = policy.get().retries().of(incident.failure().diagnosis().category());
    Duration delay = new BackoffDelay(backoff, RandomGenerator.getDefault()).before(n);
    if (delay.isZero()) {
      return ask(incident, action.action());
    }
    return Move.of(
        new ActionDelayed(
            action.action(),
            clock.instant().plus(delay),
            "re-run "
                + n
                + " of at most "
                + action.tries()
                + ", after a pause of "
                + (delay.toSeconds() == 0 ? delay.toMillis() + " ms" : delay.toSeconds() + " s")));
  }

  private boolean open(Incident incident, PlannedAction action) {
    if (action.mode().equals(PlannedAction.OFF)
        || incident.declined().containsKey(action.action())) {
      return false;
    }
    int tries = incident.tries(action.action());
    return tries < action.tries()
        || (tries < MOST_ASKED_AGAIN && wantsToBeAskedAgain(incident, action.action()));
  }

  private boolean wantsToBeAskedAgain(Incident incident, String action) {
    Attempt last = incident.lastAttempt();
    return last.action().equals(action)
        && last.outcome().equals("none")
        && codec.read(last.proposal()).askAgain();
  }

  boolean due(Instant until) {
    return !clock.instant().isBefore(until);
  }

  Move ask(Incident incident, String name) {
    Optional<Instance<RecoveryAction>> action = actions.find(name);
    ActionSpec spec = actions.specs().get(name);
    if (action.isEmpty() || spec == null) {
      return Move.of(new ActionDeclined(name, "no enabled plugin offers it any more"));
    }
    if (spec.effects().contains(Effect.Rerun.class)) {
      Optional<Outages.Hold> hold = outages.held(incident.id());
      if (hold.isPresent()) {
        return held(incident, name, hold.get());
      }
    }
    switch (heads.check(incident)) {
      case HeadCheck.Here _ -> {}
      case HeadCheck.Gone(String why) -> {
        return Move.of(new IncidentEnded(Outcome.SUPERSEDED, why));
      }
      case HeadCheck.Ours(String id) when id.equals(incident.id()) -> {
        return Move.of(
            new ActionDeclined(name, "our own commit is the head now, and nothing more fits it"));
      }
      case HeadCheck.Ours(String otherIncident) -> {
        return later(
            incident,
            name,
            OTHERS_COMMIT,
            "our own commit for incident "
                + otherIncident
                + " is the head now; its result is awaited");
      }
    }
    return answered(incident, name, spec, action.get());
  }

  /** Said once; afterwards it is only looked at again, however long the outage lasts. */
  private Move held(Incident incident, String name, Outages.Hold hold) {
    return outages.untold(hold, incident.id())
        ? Move.of(new ActionDelayed(name, clock.instant().plus(hold.recheck()), hold.why()))
        : new Move.LookLater(hold.recheck());
  }

  private Move answered(
      Incident incident, String name, ActionSpec spec, Instance<RecoveryAction> action) {
    return switch (actions.ask(action, incident, policy.get().limits().actionTimeout())) {
      case io.closedloop.core.plugin.Outcome.Returned<Proposal>(Proposal proposal) ->
          proposed(incident, name, spec, proposal);
      case io.closedloop.core.plugin.Outcome.Threw<Proposal>(String problem, String trace) ->
          failed(name, "it threw " + problem, trace);
      case io.closedloop.core.plugin.Outcome.Null<Proposal> _ ->
          failed(name, "it answered null", "");
      case io.closedloop.core.plugin.Outcome.TimedOut<Proposal>(Duration after) ->
          failed(name, "it gave no answer within " + after.toSeconds() + " s", "");
      case io.closedloop.core.plugin.Outcome.Busy<Proposal> _ ->
          new Move.LookLater(Duration.ofSeconds(15));
      case io.closedloop.core.plugin.Outcome.Refused<Proposal>(String why) -> failed(name, why, "");
    };
  }

  private static Move failed(String name, String problem, String trace) {
    return Move.of(
        new PluginFailed(name, "propose", problem, trace),
        new ActionDeclined(name, "the plugin failed: " + problem));
  }

  private Move proposed(Incident incident, String name, ActionSpec spec, Proposal proposal) {
    return switch (proposal) {
      case Proposal.Nothing(String reason) -> Move.of(new ActionDeclined(name, reason));
      case Proposal.GiveUp(String reason) ->
          Move.of(
              new ActionDeclined(name, reason),
              new IncidentEscalated(name + " asks for a person: " + reason));
      case Proposal.Findings(String title, String markdown, var _) ->
          Move.of(new FindingsMade(name, title, markdown));
      case Proposal.Later(Duration after, String reason) -> later(incident, name, after, reason);
      case Proposal.Act act -> judged(incident, name, spec, act);
    };
  }

  private Move later(Incident incident, String name, Duration after, String reason) {
    return incident.delays() >= MOST_DELAYS
        ? Move.of(
            new ActionDeclined(
                name, "it was put off " + MOST_DELAYS + " times; the last reason: " + reason))
        : Move.of(new ActionDelayed(name, clock.instant().plus(after), reason));
  }

  private Move judged(Incident incident, String name, ActionSpec spec, Proposal.Act act) {
    return switch (judge.judge(incident.failure(), spec, act)) {
      case Judgement.Refused(var reasons) -> Move.of(new ProposalRefused(name, reasons));
      case Judgement.Fine(String preview) -> {
        String json = codec.write(act);
        String digest = ProposalCodec.digest(json);
        yield Move.of(
            new ActionProposed(
                incident.attempts().size() + 1, name, act.why(), json, digest, preview),
            byMode(incident, name, digest));
      }
    };
  }

  /** What was proposed and not yet told its mode, by a version that recorded the two apart. */
  Move applyMode(Incident incident) {
    Attempt attempt = incident.lastAttempt();
    return Move.of(byMode(incident, attempt.action(), attempt.digest()));
  }

  /**
   * Supervised waits for a person; automatic goes on. The incident may have become more urgent
   * since it was planned.
   */
  private IncidentFact byMode(Incident incident, String action, String digest) {
    boolean automatic =
        policy
                .get()
                .modeOf(incident.priority().orElse(null))
                .filter(mode -> !mode.equals(PlannedAction.AUTOMATIC))
                .isEmpty()
            && incident.plan().stream()
                .anyMatch(
                    a -> a.action().equals(action) && a.mode().equals(PlannedAction.AUTOMATIC));
    return automatic
        ? new IncidentFact.ActionCleared(digest)
        : new ApprovalAsked(digest, clock.instant().plus(policy.get().limits().approvalExpires()));
  }

  Move expire(State.AwaitingApproval waiting) {
    return clock.instant().isBefore(waiting.expires())
        ? new Move.Rest()
        : Move.of(new ApprovalExpired(waiting.digest()));
  }
}
