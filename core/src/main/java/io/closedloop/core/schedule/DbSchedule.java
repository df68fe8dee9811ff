package io.closedloop.core.schedule;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The schedule on the store's own table, run on platform threads by db-scheduler. */
public final class DbSchedule implements Schedule {
  private static final Logger log = LoggerFactory.getLogger(DbSchedule.class);
  private static final Duration POLLING = Duration.ofSeconds(1);
  // Where several nodes share a store, the tasks of one that died are taken over after six beats.
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);
  // db-scheduler would delete tasks of a kind that no handler has; ours wait for theirs to return.
  private static final Duration NEVER = Duration.ofDays(36_500);

  /**
   * How it runs.
   *
   * @param threads tasks that may run at once
   * @param drain how long {@link #stop} lets running tasks finish before it interrupts them
   */
  public record Settings(int threads, Duration drain) {
    public static final Settings DEFAULT = new Settings(16, Duration.ofSeconds(20));
  }

  private record Running(Map<String, TaskHandler> handlers, Scheduler scheduler) {}

  private final Store store;
  private final InstantSource clock;
  private final Settings settings;
  private final DeadWork deadWork;
  private volatile @Nullable Running running;

  @Inject
  public DbSchedule(Store store, InstantSource clock, Settings settings, DeadWork deadWork) {
    this.store = store;
    this.clock = clock;
    this.settings = settings;
    this.deadWork = deadWork;
  }

  @Override
  public void at(Tx tx, Task task, Instant when) throws SQLException {
    Running now = running;
    if (now != null && !now.handlers().containsKey(task.kind())) {
      throw new IllegalArgumentException(
          "nothing handles tasks of kind %s, only %s"
              .formatted(task.kind(), new TreeSet<>(now.handlers().keySet())));
    }
    ScheduledTasks.insert(tx, task, when, tx.now());
    tx.afterCommit(() -> wake(when));
  }

  /** Begins to run what is due, by the handlers of each kind; tasks of other kinds wait. */
  public void start(Map<String, TaskHandler> handlers) {
    if (running != null) {
      throw new IllegalStateException("the schedule runs already");
    }
    store.write(this::takeOver);
    warnOfUnhandled(handlers);
    Scheduler scheduler =
        Scheduler.create(store.writerDataSource(), HandledTask.all(handlers, deadWork))
            .threads(settings.threads())
            .executorService(
                Executors.newFixedThreadPool(
                    settings.threads(), Thread.ofPlatform().name("task-", 0).factory()))
            .schedulerName(new SchedulerName.Fixed("pid-" + ProcessHandle.current().pid()))
            .jdbcCustomization(new Picking(handlers))
            // No more than can run, since whoever waits does so in the table; and where many wait,
            // several at once, since each fetch is a commit.
            .pollUsingLockAndFetch(0.75, 1)
            .serializer(ScheduledTasks.NO_DATA)
            .clock(clock::instant)
            .pollingInterval(POLLING)
            .heartbeatInterval(HEARTBEAT)
            .deleteUnresolvedAfter(NEVER)
            .shutdownMaxWait(settings.drain())
            .failureLogging(LogLevel.OFF, false)
            .build();
    scheduler.start();
    running = new Running(Map.copyOf(handlers), scheduler);
    // Whatever was committed while it was starting has woken nobody.
    scheduler.triggerCheckForDueExecutions();
  }

  /** Starts nothing more, lets running tasks finish, and interrupts those that do not. */
  public void stop() {
    Running was = running;
    if (was != null) {
      was.scheduler().stop();
      running = null;
    }
  }

  private void wake(Instant when) {
    Running now = running;
    if (now != null && !when.isAfter(clock.instant())) {
      now.scheduler().triggerCheckForDueExecutions();
    }
  }

  private int takeOver(Tx tx) throws SQLException {
    int released = store.exclusive() ? ScheduledTasks.release(tx) : 0;
    if (released > 0) {
      log.info("{} tasks were running when the server last ended; they run again", released);
    }
    return released;
  }

  private void warnOfUnhandled(Map<String, TaskHandler> handlers) {
    for (String kind : store.read(ScheduledTasks::kinds)) {
      if (!handlers.containsKey(kind)) {
        log.warn("Tasks of kind {} wait, but nothing handles them in this version", kind);
      }
    }
  }
}
