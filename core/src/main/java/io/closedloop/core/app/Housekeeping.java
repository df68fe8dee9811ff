package io.closedloop.core.app;

import io.closedloop.core.history.FailedJobs;
import io.closedloop.core.history.TestOutcomes;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.learn.JobResults;
import io.closedloop.core.outage.Correlation;
import io.closedloop.core.recover.Budget;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Once an hour: a checkpoint over the journal, and what has grown old goes: deliveries, results of
 * jobs and tests, logs of failures, and what was only counted or compared.
 */
final class Housekeeping implements TaskHandler {
  static final String TASK = "housekeeping";
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration BODIES_KEPT = Duration.ofDays(30);
  private static final Duration ROUNDS_KEPT = Duration.ofDays(2);
  private final Store store;
  private final Journal journal;
  private final JobResults results;
  private final Schedule schedule;
  private final InstantSource clock;
  private final FailedJobs failedJobs;
  private final Provider<Settings> settings;

  @Inject
  Housekeeping(
      Store store,
      Journal journal,
      JobResults results,
      Schedule schedule,
      InstantSource clock,
      FailedJobs failedJobs,
      Provider<Settings> settings) {
    this.store = store;
    this.results = results;
    this.journal = journal;
    this.schedule = schedule;
    this.clock = clock;
    this.failedJobs = failedJobs;
    this.settings = settings;
  }

  @Override
  public void run(String hour) {
    store.write(tx -> {
      if (claim(tx, hour)) {
        journal.checkpoint(tx);
        Deliveries.forget(tx, clock.instant().minus(BODIES_KEPT));
        results.forget(tx);
        failedJobs.forget(tx, clock.instant(), settings.get().logsKept());
        TestOutcomes.forget(tx, clock.instant());
        Correlation.forget(tx, clock.instant());
        Budget.forget(tx, clock.instant());
        Incidents.forgetSeen(tx, clock.instant());
        forget(tx);
        next(tx);
      }
      return hour;
    });
  }

  /** Begins the round; safe to call at each start. */
  void begin() {
    store.write(tx -> {
      next(tx);
      return TASK;
    });
  }

  /** Several starts may have asked for the same hour; one of them does the work. */
  private static boolean claim(Tx tx, String hour) throws SQLException {
    return tx.update("INSERT INTO housekeeping_done (hour) VALUES (?) ON CONFLICT DO NOTHING", hour)
        == 1;
  }

  private void forget(Tx tx) throws SQLException {
    long before = clock.instant().minus(ROUNDS_KEPT).getEpochSecond() / EVERY.toSeconds();
    tx.update("DELETE FROM housekeeping_done WHERE CAST(hour AS INTEGER) < ?", before);
  }

  private void next(Tx tx) throws SQLException {
    long hour = clock.instant().getEpochSecond() / EVERY.toSeconds() + 1;
    schedule.at(
        tx, new Task(TASK, Long.toString(hour)), Instant.ofEpochSecond(hour * EVERY.toSeconds()));
  }
}
