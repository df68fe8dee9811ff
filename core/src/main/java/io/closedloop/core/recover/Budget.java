package io.closedloop.core.recover;

import io.closedloop.api.Effect;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How many writes were begun, and how many more may be: per incident, per repository and day, per
 * day.
 */
@Singleton
public final class Budget {
  static final String COUNT = "SELECT count(*) FROM write_begun WHERE ";
  static final String OF_INCIDENT = "kind='repair' AND incident_id=?";
  static final String OF_REPOSITORY = "repo=? AND begun_at>=?";
  private static final Duration KEPT = Duration.ofDays(2);
  private final Provider<Policy> policy;
  private final InstantSource clock;

  @Inject
  Budget(Provider<Policy> policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /**
   * Why no further write may begin, or empty when one may. Re-runs of one incident are limited by
   * the retry policy, not here.
   */
  Optional<String> exhausted(Tx tx, Incident incident, Effect effect) throws SQLException {
    Policy.Limits limits = policy.get().limits();
    long since = clock.instant().minus(Duration.ofDays(1)).toEpochMilli();
    boolean repair = !(effect instanceof Effect.Rerun);
    if (repair && count(tx, OF_INCIDENT, incident.id()) >= limits.writesPerIncident()) {
      return Optional.of(
          "the budget of " + limits.writesPerIncident() + " repairs of one incident is used up");
    }
    if (count(tx, OF_REPOSITORY, incident.failure().repo().toString(), since)
        >= limits.writesPerRepositoryPerDay()) {
      return Optional.of(
          "the budget of "
              + limits.writesPerRepositoryPerDay()
              + " writes a day in this repository is used up");
    }
    if (count(tx, "begun_at>=?", since) >= limits.writesPerDay()) {
      return Optional.of("the budget of " + limits.writesPerDay() + " writes a day is used up");
    }
    return Optional.empty();
  }

  /** Counts one write, in the transaction that records its beginning. */
  void begin(Tx tx, Incident incident, Effect effect, String effectKey) throws SQLException {
    tx.update(
        "INSERT INTO write_begun (effect_key, incident_id, repo, kind, begun_at) VALUES (?,?,?,?,?) ON CONFLICT DO NOTHING",
        effectKey,
        incident.id(),
        incident.failure().repo().toString(),
        effect instanceof Effect.Rerun ? "rerun" : "repair",
        clock.millis());
  }

  /** Drops writes that no budget counts any more. */
  public static void forget(Tx tx, Instant now) throws SQLException {
    tx.update(
        "DELETE FROM write_begun WHERE begun_at < ? AND incident_id NOT IN"
            + " (SELECT id FROM incident WHERE state IN ('open', 'escalated'))",
        now.minus(KEPT).toEpochMilli());
  }

  private static int count(Tx tx, String where, Object... arguments) throws SQLException {
    return tx.one(COUNT + where, row -> row.getInt(1), arguments).orElse(0);
  }
}
