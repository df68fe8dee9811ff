package io.closedloop.core.schedule;

import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.SettableClock;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real table and the real rules of repetition, with nothing running by itself: a test says when
 * what is due is run, on its own thread.
 */
public final class ManualSchedule implements Schedule {
  // A handler that schedules itself for now would otherwise be run for ever.
  private static final int MOST_ROUNDS = 1_000;

  private final Store store;
  private final ManualClock clock;
  private final DeadWork deadWork;
  private final Map<String, TaskHandler> handlers = new ConcurrentHashMap<>();

  public ManualSchedule(Store store, ManualClock clock, DeadWork deadWork) {
    this.store = store;
    this.clock = clock;
    this.deadWork = deadWork;
  }

  public ManualSchedule(Store store, ManualClock clock) {
    this(store, clock, (task, failure) -> {});
  }

  /** From now on {@code handler} does the tasks of this kind. */
  public ManualSchedule handle(String kind, TaskHandler handler) {
    handlers.put(kind, handler);
    return this;
  }

  @Override
  public void at(Tx tx, Task task, Instant when) throws SQLException {
    ScheduledTasks.insert(tx, task, when, tx.now());
  }

  /** Runs what is due now, and what becomes due by that, and returns how many runs there were. */
  public int runDue() {
    AtomicInteger runs = new AtomicInteger();
    ManualScheduler scheduler = scheduler(runs);
    int before = -1;
    for (int round = 0; runs.get() != before; round++) {
      if (round == MOST_ROUNDS) {
        throw new IllegalStateException("tasks go on and on without the clock moving");
      }
      before = runs.get();
      scheduler.runAnyDueExecutions();
    }
    return runs.get();
  }

  /** Moves the clock to each moment at which something is due, running it, and then to the end. */
  public int advance(Duration by) {
    Instant end = clock.instant().plus(by);
    int runs = runDue();
    for (Instant due = next(); due != null && !due.isAfter(end); due = next()) {
      clock.set(due);
      runs += runDue();
    }
    clock.set(end);
    return runs + runDue();
  }

  /** What waits, those first that are due first. */
  public List<ScheduledTasks.Waiting> waiting() {
    return store.read(tx -> ScheduledTasks.waiting(tx, Integer.MAX_VALUE));
  }

  private @org.jspecify.annotations.Nullable Instant next() {
    for (ScheduledTasks.Waiting waiting : waiting()) {
      if (handlers.containsKey(waiting.task().kind()) && waiting.due().isAfter(clock.instant())) {
        return waiting.due();
      }
    }
    return null;
  }

  private ManualScheduler scheduler(AtomicInteger runs) {
    Map<String, TaskHandler> counted = new ConcurrentHashMap<>();
    handlers.forEach((kind, handler) ->
        counted.put(
            kind,
            id -> {
              runs.incrementAndGet();
              handler.run(id);
            }));
    SettableClock followed =
        new SettableClock() {
          @Override
          public Instant now() {
            return clock.instant();
          }
        };
    var builder =
        TestHelper.createManualScheduler(
            store.writerDataSource(), HandledTask.all(counted, deadWork));
    builder.clock(followed);
    builder.jdbcCustomization(new SqliteJdbcCustomization());
    builder.serializer(ScheduledTasks.NO_DATA);
    return builder.build();
  }
}
