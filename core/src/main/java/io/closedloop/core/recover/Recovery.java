package io.closedloop.core.recover;

import io.closedloop.core.github.GitHubPaused;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.RecoveryPlanned;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.State;
import io.closedloop.core.journal.ChainConflict;
import io.closedloop.core.plan.Planner;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Takes an incident from state to state until it must wait. Each step is recorded before the next
 * is taken, so that this can be called again at any time, also by another process after this one
 * died.
 */
@Singleton
public final class Recovery implements TaskHandler {
  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final int MOST_STEPS = 200;
  private static final Duration SWITCHED_OFF = Duration.ofMinutes(5);
  private static final Duration REFUSED = Duration.ofMinutes(5);

  /**
   * When the next look at an incident is due that this process asked for, so that looks do not
   * multiply.
   */
  private final Map<String, Instant> looks = new ConcurrentHashMap<>();

  private final Store store;
  private final Incidents incidents;
  private final RecoveryTasks tasks;
  private final Asking asking;
  private final Acting acting;
  private final Proving proving;
  private final Execution execution;
  private final Provider<Policy> policy;
  private final InstantSource clock;
  private final Steady steady;
  private final OneAtATime oneAtATime = new OneAtATime();

  @Inject
  Recovery(
      Store store,
      Incidents incidents,
      RecoveryTasks tasks,
      Phases phases,
      Provider<Policy> policy,
      InstantSource clock) {
    this.store = store;
    this.incidents = incidents;
    this.tasks = tasks;
    this.asking = phases.asking();
    this.acting = phases.acting();
    this.proving = phases.proving();
    this.execution = phases.execution();
    this.steady = phases.steady();
    this.policy = policy;
    this.clock = clock;
  }

  @Override
  public void run(String incidentId) {
    oneAtATime.run(incidentId, () -> advance(incidentId));
  }

  /** The task that looks for a proof now and then; only this one schedules the next look. */
  public void look(String incidentId) {
    run(incidentId);
    Optional<Incident> incident = find(incidentId);
    if (incident.isPresent() && incident.get().state() instanceof State.Proving) {
      Duration next = proving.nextLook(incident.get());
      store.write(tx -> {
        tasks.look(tx, incidentId, next);
        return incidentId;
      });
    }
  }

  private void advance(String id) {
    try (MDC.MDCCloseable _ = MDC.putCloseable("incident", id)) {
      Optional<Incident> next = find(id);
      if (next.isEmpty()) {
        log.warn("there is no incident {}; nothing is done", id);
      }
      for (int i = 0; next.isPresent(); i++) {
        if (i == MOST_STEPS) {
          throw new IllegalStateException(
              "incident "
                  + id
                  + " took "
                  + MOST_STEPS
                  + " steps without waiting; it is looked at again later");
        }
        Incident incident = next.get();
        next = steady.step(() -> carryOut(incident, permitted(incident)));
      }
    }
  }

  private Optional<Incident> find(String id) {
    return store.read(tx -> incidents.find(tx, id));
  }

  /** The next move; a word of the operator, a refusal or a rate limit of GitHub comes before it. */
  private Move permitted(Incident incident) {
    if (!incident.state().active()) {
      looks.remove(incident.id());
      return new Move.Rest();
    }
    if (!policy.get().enabled()) {
      return new Move.LookLater(SWITCHED_OFF);
    }
    try {
      return next(incident);
    } catch (GitHubPaused paused) {
      Duration pause = Duration.between(clock.instant(), paused.retryAt());
      return new Move.LookLater(pause.isNegative() ? Duration.ZERO : pause);
    } catch (GitHubRefused refused) {
      if (refused.kind() == GitHubRefused.Kind.UNAUTHORIZED
          || incident.state() instanceof State.Begun
          || incident.state() instanceof State.Proving) {
        // a token can be mended, and what was begun must not be dropped
        log.warn("GitHub refuses for now: {}", refused.getMessage());
        return new Move.LookLater(REFUSED);
      }
      return Move.of(
          new IncidentEscalated("GitHub refuses what is needed here: " + refused.getMessage()));
    }
  }

  private Move next(Incident incident) {
    return switch (incident.state()) {
      case State.Undecided _ ->
          Move.of(
              new RecoveryPlanned(
                  new Planner(policy.get())
                      .plan(
                          incident.failure(),
                          asking.specs(),
                          new Planner.Circumstances(
                              incident.chainDepth(), incident.priority().orElse(null)))));
      case State.Choosing _ -> execution.run(incident, () -> asking.choose(incident));
      case State.Waiting(String action, var until) ->
          asking.due(until)
              ? execution.run(incident, () -> asking.ask(incident, action))
              : new Move.Rest();
      case State.Proposed _ -> asking.applyMode(incident);
      case State.AwaitingApproval waiting -> asking.expire(waiting);
      case State.Acting(int step) -> execution.run(incident, () -> acting.act(incident, step));
      case State.Begun begun -> execution.run(incident, () -> acting.resume(incident, begun));
      case State.Proving(var target, var deadline) -> proving.prove(incident, target, deadline);
      case State.Escalated _, State.Ended _ -> new Move.Rest();
    };
  }

  private void lookLater(String id, Duration after) {
    Instant now = clock.instant();
    Instant asked = looks.get(id);
    if (asked != null && asked.isAfter(now)) {
      return;
    }
    looks.put(id, now.plus(after));
    store.write(tx -> {
      tasks.wakeAfter(tx, id, after);
      return id;
    });
  }

  /** The incident as it is then, to be looked at again at once; empty when it must wait. */
  private Optional<Incident> carryOut(Incident incident, Move move) {
    return switch (move) {
      case Move.Facts facts -> {
        Incident after = record(facts.basis() == null ? incident : facts.basis(), facts);
        // What was just begun has no result yet; its end, or the look that is due, wakes it.
        yield facts.facts().stream().anyMatch(IncidentFact.ProofAwaited.class::isInstance)
            ? Optional.empty()
            : Optional.of(after);
      }
      case Move.LookAgain _ -> find(incident.id());
      case Move.LookLater(Duration after) -> {
        lookLater(incident.id(), after);
        yield Optional.empty();
      }
      case Move.Rest _ -> Optional.empty();
    };
  }

  /**
   * Somebody may have noted something meanwhile; the facts still hold as long as the state is what
   * they were found in.
   */
  private Incident record(Incident incident, Move.Facts move) {
    List<IncidentFact> facts = move.facts();
    Incident seen = incident;
    while (stillHolds(incident, seen)) {
      Incident basis = seen;
      try {
        Incident after =
            store.write(tx -> {
              execution.spend(tx, basis.id(), move.spent());
              Incident now = basis;
              for (IncidentFact fact : facts) {
                now = incidents.record(tx, now, fact);
              }
              return now;
            });
        facts.forEach(fact -> log.info("{}", IncidentWords.line(fact)));
        return after;
      } catch (ChainConflict somebodyWasFirst) {
        seen = find(incident.id()).orElseThrow();
      }
    }
    store.write(tx -> execution.spend(tx, incident.id(), move.spent()));
    log.debug("the incident changed meanwhile; it is looked at anew");
    return seen;
  }

  /** What an effect did holds whatever has failed meanwhile; what was proposed does not. */
  private static boolean stillHolds(Incident then, Incident now) {
    return now.state().equals(then.state())
        && now.attempts().equals(then.attempts())
        && (then.state() instanceof State.Begun || now.failure().equals(then.failure()));
  }
}
