package io.closedloop.core.recover;

import io.closedloop.api.Effect;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.StepResult;
import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.ActionDeclined;
import io.closedloop.core.incident.IncidentFact.ActionDelayed;
import io.closedloop.core.incident.IncidentFact.ActionHeld;
import io.closedloop.core.incident.IncidentFact.EffectBegun;
import io.closedloop.core.incident.IncidentFact.EffectDone;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.ProofArrived;
import io.closedloop.core.incident.IncidentFact.ProofAwaited;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.ProofTarget;
import io.closedloop.core.incident.State;
import io.closedloop.core.journal.ChainConflict;
import io.closedloop.core.outage.Outages;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Carries a stored proposal out, step by step; each is recorded as begun before it is done, and as
 * done after.
 */
@Singleton
final class Acting {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration OTHERS_COMMIT = Duration.ofMinutes(1);
  private final Store store;
  private final Incidents incidents;
  private final Effects effects;
  private final Budget budget;
  private final Proofs proofs;
  private final ActingTools tools;

  @Inject
  Acting(
      Store store,
      Incidents incidents,
      Effects effects,
      Budget budget,
      Proofs proofs,
      ActingTools tools) {
    this.store = store;
    this.incidents = incidents;
    this.effects = effects;
    this.budget = budget;
    this.proofs = proofs;
    this.tools = tools;
  }

  Move act(Incident incident, int step) {
    Attempt attempt = incident.lastAttempt();
    Proposal.Act act = tools.codec().read(attempt.proposal());
    if (!attempt.results().isEmpty()) {
      StepResult last = attempt.results().getLast();
      switch (last.status()) {
        case DONE -> {}
        case UNKNOWN -> {
          return Move.of(
              new IncidentEscalated(
                  "whether \"" + last.title() + "\" happened is unknown; a person must look"));
        }
        case REFUSED, FAILED -> {
          String why = last.values().getOrDefault("why", "no reason was given");
          return Move.of(
              new ActionDeclined(
                  attempt.action(), "\"" + last.title() + "\" was not carried out: " + why));
        }
      }
    }
    return step < act.steps().size()
        ? begin(incident, attempt, act.steps().get(step), step)
        : finish(incident, attempt, act);
  }

  private Move begin(Incident incident, Attempt attempt, Proposal.Step step, int number) {
    String key = incident.id() + "." + attempt.number() + "." + number;
    return switch (effects.prepare(incident, step.effect())) {
      case Prepared.Moved(String why) -> Move.of(new IncidentEnded(Outcome.SUPERSEDED, why));
      case Prepared.Ours(String why) -> askAnew(attempt, why);
      case Prepared.NotYet _ -> new Move.LookLater(SOON);
      case Prepared.Ready(String guard) -> {
        EffectBegun begun = new EffectBegun(attempt.number(), number, key, guard);
        Start start = start(incident, step.effect(), begun);
        yield switch (start) {
          case Start.Begun(Incident now) -> execute(now, step, begun);
          case Start.NoBudget _, Start.Changed _ -> new Move.LookAgain();
          case Start.OtherWriter _ -> new Move.LookLater(SOON);
          case Start.Held(Duration recheck) -> new Move.LookLater(recheck);
        };
      }
    };
  }

  /** What was proposed for another commit is worth nothing on this one. */
  private Move askAnew(Attempt attempt, String why) {
    return Move.of(
        new ActionDelayed(attempt.action(), tools.clock().instant().plus(OTHERS_COMMIT), why));
  }

  private sealed interface Start {
    record Begun(Incident incident) implements Start {}

    record NoBudget() implements Start {}

    record OtherWriter() implements Start {}

    /** An outage is known since it was proposed. */
    record Held(Duration recheck) implements Start {}

    record Changed() implements Start {}
  }

  private Start start(Incident incident, Effect effect, EffectBegun begun) {
    try {
      return store.write(tx -> start(tx, incident, effect, begun));
    } catch (ChainConflict somebodyWasFirst) {
      return new Start.Changed();
    }
  }

  private Start start(
      io.closedloop.core.store.Tx tx, Incident incident, Effect effect, EffectBegun begun)
      throws java.sql.SQLException {
    Optional<String> exhausted = budget.exhausted(tx, incident, effect);
    if (exhausted.isPresent()) {
      incidents.record(
          tx, incident, new ActionDeclined(incident.lastAttempt().action(), exhausted.get()));
      return new Start.NoBudget();
    }
    if (effects.writesRef(incident, effect) && !incidents.takeRef(tx, incident)) {
      return new Start.OtherWriter();
    }
    if (effect instanceof Effect.Rerun) {
      Optional<Outages.Hold> hold = tools.outages().begin(tx, incident.id());
      if (hold.isPresent()) {
        if (tools.outages().untold(tx, hold.get(), incident.id())) {
          String action = incident.lastAttempt().action();
          incidents.record(tx, incident, new ActionHeld(action, hold.get().why()));
        }
        return new Start.Held(hold.get().recheck());
      }
    }
    budget.begin(tx, incident, effect, begun.key());
    return new Start.Begun(incidents.record(tx, incident, begun));
  }

  private Move execute(Incident incident, Proposal.Step step, EffectBegun begun) {
    StepResult result =
        effects.execute(incident, step.title(), step.effect(), begun.key(), begun.guard());
    return new Move.Facts(
        incident, List.of(new EffectDone(begun.attempt(), begun.step(), result)), Duration.ZERO);
  }

  /**
   * The process died, or GitHub went away, between the beginning and the end: the repeat policy
   * decides.
   */
  Move resume(Incident incident, State.Begun begun) {
    Attempt attempt = incident.lastAttempt();
    Proposal.Step step = tools.codec().read(attempt.proposal()).steps().get(begun.step());
    Effect effect = step.effect();
    EffectBegun fact = new EffectBegun(attempt.number(), begun.step(), begun.key(), begun.guard());
    return switch (effect.repeat()) {
      case NEVER ->
          Move.of(
              new EffectDone(
                  attempt.number(),
                  begun.step(),
                  new StepResult(
                      step.title(),
                      StepResult.Status.UNKNOWN,
                      Map.of(
                          "why",
                          "closedloop stopped in the middle, and this must never be done twice"))));
      case IDEMPOTENT -> execute(incident, step, fact);
      case GUARDED, PROBE -> {
        Optional<StepResult> done =
            effects.happened(incident, step.title(), effect, begun.key(), begun.guard());
        if (done.isPresent()) {
          yield Move.of(new EffectDone(attempt.number(), begun.step(), done.get()));
        }
        yield switch (effects.prepare(incident, effect)) {
          case Prepared.Moved(String why) -> Move.of(new IncidentEnded(Outcome.SUPERSEDED, why));
          case Prepared.Ours(String why) -> askAnew(attempt, why);
          case Prepared.NotYet _ -> new Move.LookLater(SOON);
          case Prepared.Ready _ -> execute(incident, step, fact);
        };
      }
    };
  }

  private Move finish(Incident incident, Attempt attempt, Proposal.Act act) {
    if (attempt.results().stream().anyMatch(r -> r.values().containsKey("offered"))) {
      return Move.of(
          new ProofArrived(
              attempt.number(),
              "none",
              "the patch is only offered; nothing was pushed to the fork"),
          new IncidentEscalated(
              "The head lies in a fork, where closedloop does not push. A patch is offered: apply"
                  + " it and push."));
    }
    if (act.askAgain()) {
      return Move.of(
          new ProofArrived(
              attempt.number(), "none", "the action asked to be asked again with these results"));
    }
    return switch (act.proof()) {
      case Proof.None(String why) -> Move.of(new ProofArrived(attempt.number(), "none", why));
      case Proof.Jobs jobs -> {
        ProofTarget target = target(incident.failure(), attempt, act.steps(), jobs);
        if (target == null) {
          yield Move.of(
              new ProofArrived(attempt.number(), "none", "no step makes the jobs run anew"));
        }
        var now = tools.clock().instant();
        var usual = proofs.deadline(incident.failure(), target, now);
        yield Move.of(
            new ProofAwaited(
                attempt.number(), target, jobs.within() == null ? usual : now.plus(jobs.within())));
      }
    };
  }

  private static @Nullable ProofTarget target(
      Failure failure, Attempt attempt, List<Proposal.Step> steps, Proof.Jobs proof) {
    Set<String> names = new TreeSet<>(failure.jobNames());
    names.addAll(proof.names());
    List<String> jobs = List.copyOf(names);
    ProofTarget target = null;
    for (int i = 0; i < steps.size(); i++) {
      Map<String, String> values = attempt.results().get(i).values();
      String sha = values.getOrDefault("sha", "");
      if (steps.get(i).effect() instanceof Effect.Rerun) {
        target =
            ProofTarget.attempt(
                failure, Integer.parseInt(values.getOrDefault("run_attempt", "2")) - 1, jobs);
      } else if (values.containsKey("pull_request")) {
        target =
            ProofTarget.merge(
                failure, Integer.parseInt(values.getOrDefault("pull_request", "0")), sha, jobs);
      } else if (!sha.isEmpty()) {
        target = ProofTarget.commit(failure, sha, jobs);
      }
    }
    return target;
  }
}
