package io.closedloop.core.schedule;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds what is due and marks it as running in one statement. db-scheduler's own way on SQLite
 * takes two more statements, one of them a commit, for each task. Of kinds that nothing handles it
 * takes nothing; of the others first what can wait least.
 */
final class Picking extends SqliteJdbcCustomization {
  /** The first due of one kind, found by the index of kind and time. */
  private static final String OF_ONE_KIND =
      """
      SELECT * FROM (
        SELECT rowid, execution_time + ? AS latest FROM scheduled_tasks
        WHERE task_name = ? AND picked = ? AND execution_time <= ?
        ORDER BY execution_time LIMIT ?)\
      """;

  private final Map<String, Duration> patience;
  private final String sql;

  Picking(Map<String, TaskHandler> handlers) {
    patience =
        handlers.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().patience()));
    sql =
        """
        UPDATE scheduled_tasks
        SET picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1
        WHERE rowid IN (SELECT rowid FROM (%s) ORDER BY latest LIMIT ?)
        RETURNING *\
        """
            .formatted(
                String.join(" UNION ALL ", Collections.nCopies(patience.size(), OF_ONE_KIND)));
  }

  @Override
  public boolean supportsSingleStatementLockAndFetch() {
    return true;
  }

  @Override
  public List<Execution> lockAndFetchSingleStatement(
      JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
    List<Execution> picked =
        context.jdbcRunner.query(
            sql,
            statement -> bind(statement, context.schedulerName.getName(), now, limit),
            context.resultSetMapper.get());
    // the statement promises no order
    return picked.stream().sorted(Comparator.comparing(this::latest)).toList();
  }

  private Instant latest(Execution execution) {
    return execution
        .getExecutionTime()
        .plus(patience.getOrDefault(execution.getTaskName(), Duration.ZERO));
  }

  private void bind(PreparedStatement statement, String by, Instant now, int limit)
      throws SQLException {
    int at = 1;
    statement.setBoolean(at++, true);
    statement.setString(at++, by);
    setInstant(statement, at++, now);
    for (Map.Entry<String, Duration> kind : patience.entrySet()) {
      statement.setLong(at++, kind.getValue().toMillis());
      statement.setString(at++, kind.getKey());
      statement.setBoolean(at++, false);
      setInstant(statement, at++, now);
      statement.setInt(at++, limit);
    }
    statement.setInt(at, limit);
  }
}
