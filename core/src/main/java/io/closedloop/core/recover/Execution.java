package io.closedloop.core.recover;

import io.closedloop.api.RepoId;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.State;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Bounds what is executing: how much of it at once in a repository, and how long in all for one
 * recovery.
 */
@Singleton
final class Execution {
  /** Who waits is woken when a place is free; this is for the case that nobody does. */
  private static final Duration NOBODY_WAKES = Duration.ofMinutes(1);

  private final Store store;
  private final RecoveryTasks tasks;
  private final Provider<Policy> policy;
  private final InstantSource clock;
  private final Map<RepoId, Place> places = new HashMap<>();

  @Inject
  Execution(Store store, RecoveryTasks tasks, Provider<Policy> policy, InstantSource clock) {
    this.store = store;
    this.tasks = tasks;
    this.policy = policy;
    this.clock = clock;
  }

  private static final class Place {
    private int executing;
    private final Set<String> waiting = new LinkedHashSet<>();
  }

  /**
   * The work's move, or what comes instead of it when there is no place or no time left. What it
   * took goes with the move's facts, or is recorded at once where there are none.
   */
  Move run(Incident incident, Supplier<Move> work) {
    if (!inTheMiddle(incident) && left(incident).isZero()) {
      return Move.of(new IncidentEscalated(usedUp()));
    }
    RepoId repo = incident.failure().repo();
    if (!enter(repo, incident.id())) {
      return new Move.LookLater(NOBODY_WAKES);
    }
    Instant begun = clock.instant();
    boolean recorded = false;
    try {
      Move move = work.get();
      recorded = move instanceof Move.Facts;
      return move instanceof Move.Facts facts
          ? facts.spending(Duration.between(begun, clock.instant()))
          : move;
    } finally {
      // first, since a store that cannot be written to must not keep the place occupied for ever
      Optional<String> next = leave(repo);
      if (!recorded) {
        Duration spent = Duration.between(begun, clock.instant());
        store.write(tx -> spend(tx, incident.id(), spent));
      }
      next.ifPresent(id -> store.write(tx -> tasks.wake(tx, id)));
    }
  }

  /** That limit, or the time that the recovery has left if that is less. */
  Duration within(Incident incident, Duration limit) {
    Duration left = left(incident);
    return left.compareTo(limit) < 0 ? left : limit;
  }

  /** What was begun is brought to its end, however long it took. */
  private static boolean inTheMiddle(Incident incident) {
    return incident.state() instanceof State.Begun
        || (incident.state() instanceof State.Acting(int step) && step > 0);
  }

  private String usedUp() {
    return "the "
        + policy.get().limits().recoveryTimeout().toSeconds()
        + " s that one recovery may spend executing are used up"
        + " (recovery_actions.total_recovery_timeout_seconds)";
  }

  private Duration left(Incident incident) {
    Duration left = policy.get().limits().recoveryTimeout().minus(spent(incident.id()));
    return left.isNegative() ? Duration.ZERO : left;
  }

  private Duration spent(String incidentId) {
    return Duration.ofMillis(
        store.read(tx ->
            tx.one(
                    "SELECT spent_millis FROM recovery_time WHERE incident_id=?",
                    row -> row.getLong(1),
                    incidentId)
                .orElse(0L)));
  }

  /** Records what executing took; returns the rows that it changed. */
  int spend(Tx tx, String incidentId, Duration time) throws SQLException {
    return time.toMillis() == 0
        ? 0
        : tx.update(
            "INSERT INTO recovery_time (incident_id, spent_millis) VALUES (?,?)"
                + " ON CONFLICT (incident_id) DO UPDATE SET"
                + " spent_millis = recovery_time.spent_millis + excluded.spent_millis",
            incidentId,
            time.toMillis());
  }

  private synchronized boolean enter(RepoId repo, String incidentId) {
    Place place = places.computeIfAbsent(repo, _ -> new Place());
    if (place.executing >= policy.get().limits().concurrentActions()) {
      place.waiting.add(incidentId);
      return false;
    }
    place.waiting.remove(incidentId);
    place.executing++;
    return true;
  }

  /** Gives the place back; who has waited longest may have it. */
  private synchronized Optional<String> leave(RepoId repo) {
    Place place = places.computeIfAbsent(repo, _ -> new Place());
    place.executing--;
    Optional<String> next = place.waiting.stream().findFirst();
    next.ifPresent(place.waiting::remove);
    if (place.executing == 0 && place.waiting.isEmpty()) {
      places.remove(repo);
    }
    return next;
  }
}
