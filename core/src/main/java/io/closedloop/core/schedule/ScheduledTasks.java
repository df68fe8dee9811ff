package io.closedloop.core.schedule;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table in which tasks wait. */
public final class ScheduledTasks {
  /** Tasks carry no data but their id, so nothing is ever deserialised. */
  static final Serializer NO_DATA =
      new Serializer() {
        @Override
        public byte @Nullable [] serialize(@Nullable Object data) {
          return null;
        }

        @Override
        public <T> @Nullable T deserialize(Class<T> type, byte @Nullable [] bytes) {
          return null;
        }
      };

  private ScheduledTasks() {}

  /**
   * A task that is not done yet.
   *
   * @param due when it is run next
   * @param running whether a node is at it
   * @param failures how often in a row it failed
   */
  public record Waiting(Task task, Instant due, boolean running, int failures) {}

  /** Up to {@code limit} tasks, those first that are due first. */
  public static List<Waiting> waiting(Tx tx, int limit) throws SQLException {
    return tx.query(
        """
        SELECT task_name, task_instance, execution_time, picked, consecutive_failures
        FROM scheduled_tasks ORDER BY execution_time LIMIT ?\
        """,
        row ->
            new Waiting(
                new Task(row.getString("task_name"), idOf(row.getString("task_instance"))),
                row.getTimestamp("execution_time").toInstant(),
                row.getBoolean("picked"),
                row.getInt("consecutive_failures")),
        limit);
  }

  static void insert(Tx tx, Task task, Instant when, Instant now) throws SQLException {
    // Milliseconds are kept: never early, yet what is due now must not wait for the next one.
    Instant due = when.truncatedTo(ChronoUnit.MILLIS);
    if (when.isAfter(now) && due.isBefore(when)) {
      due = due.plusMillis(1);
    }
    // As db-scheduler's own client would, which looks first whether the instance is there.
    tx.update(
        """
        INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
        VALUES (?, ?, ?, ?, 1)\
        """,
        task.kind(),
        task.id() + ":" + UUID.randomUUID(),
        due.toEpochMilli(),
        false);
  }

  /** Frees what a process that is gone was running; only for a store that nobody else uses. */
  static int release(Tx tx) throws SQLException {
    return tx.update(
        """
        UPDATE scheduled_tasks
        SET picked = ?, picked_by = NULL, last_heartbeat = NULL, version = version + 1
        WHERE picked = ?\
        """,
        false,
        true);
  }

  static List<String> kinds(Tx tx) throws SQLException {
    return tx.query(
        "SELECT DISTINCT task_name FROM scheduled_tasks ORDER BY task_name",
        row -> row.getString("task_name"));
  }

  static String idOf(String instance) {
    return instance.substring(0, instance.lastIndexOf(':'));
  }
}
