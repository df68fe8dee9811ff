package io.closedloop.core.intake;

import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deliveries that failed because GitHub refused access: handled anew once an account has given the
 * App more rights.
 */
public final class RefusedDeliveries implements TaskHandler {
  /** The kind of task that looks for those of an account. */
  public static final String TASK = "refused_deliveries";

  private static final Set<String> MORE_RIGHTS =
      Set.of(
          "installation created",
          "installation unsuspend",
          "installation new_permissions_accepted",
          "installation_repositories added");

  /** How the outcome of such a delivery begins. */
  static final String OUTCOME = "GitHub refused access: ";

  /** As far back as GitHub itself delivers again. */
  private static final Duration REACH = Duration.ofDays(3);

  /**
   * When it is looked once more: a delivery may be on the way to its refusal while rights come, and
   * GitHub's machines do not all know of them at once.
   */
  private static final Duration SECOND_LOOK = Duration.ofMinutes(2);

  private static final Logger log = LoggerFactory.getLogger(RefusedDeliveries.class);
  private final Store store;
  private final Deliveries deliveries;
  private final Schedule schedule;
  private final InstantSource clock;
  private final JsonMapper json;

  @Inject
  RefusedDeliveries(
      Store store, Deliveries deliveries, Schedule schedule, InstantSource clock, JsonMapper json) {
    this.store = store;
    this.deliveries = deliveries;
    this.schedule = schedule;
    this.clock = clock;
    this.json = json;
  }

  /**
   * An account's installation has changed. Where that may have given the App more rights, those of
   * the account's repositories are handled anew, provided that {@code tx} commits.
   *
   * @param change event and action, for example {@code installation unsuspend}
   */
  public void changed(Tx tx, String account, String change) throws SQLException {
    if (!MORE_RIGHTS.contains(change)) {
      return;
    }
    Instant now = clock.instant();
    schedule.at(tx, new Task(TASK, account), now);
    schedule.at(tx, new Task(TASK, account), now.plus(SECOND_LOOK));
  }

  @Override
  public void run(String account) {
    List<String> refused = store.read(tx -> refused(tx, clock.instant().minus(REACH)));
    int taken = 0;
    for (String id : refused) {
      if (store.read(tx -> belongs(tx, id, account)) && store.write(tx -> again(tx, id))) {
        taken++;
      }
    }
    if (taken > 0) {
      log.info("{} deliveries of {} that GitHub had refused are handled anew", taken, account);
    }
  }

  /** Oldest first. Reads the newest deliveries only: they are numbered as they came. */
  private static List<String> refused(Tx tx, Instant since) throws SQLException {
    return tx.query(
        """
        SELECT id FROM delivery
        WHERE rowid > coalesce(
            (SELECT d.rowid FROM delivery d WHERE d.received_at < ?1 ORDER BY d.rowid DESC LIMIT 1), 0)
          AND state = 'failed' AND substr(outcome, 1, length(?2)) = ?2
        ORDER BY rowid\
        """,
        row -> row.getString(1),
        since.toEpochMilli(),
        OUTCOME);
  }

  private boolean belongs(Tx tx, String id, String account) throws SQLException {
    return deliveries
        .find(tx, id)
        .flatMap(delivery -> DeliveryHandler.repository(json.readTree(delivery.payload())))
        .filter(repo -> repo.owner().equalsIgnoreCase(account))
        .isPresent();
  }

  private boolean again(Tx tx, String id) throws SQLException {
    boolean failed = Deliveries.again(tx, id);
    if (failed) {
      schedule.at(tx, new Task(Deliveries.TASK, id), clock.instant());
    }
    return failed;
  }
}
