package io.closedloop.core.schedule;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Finds what is due and marks it as running in one statement. db-scheduler's own way on SQLite
 * takes two more statements, one of them a commit, for each task. Of kinds that nothing handles it
 * takes nothing.
 */
final class Picking extends SqliteJdbcCustomization {
  private final List<String> kinds;
  private final String sql;

  Picking(Collection<String> handled) {
    kinds = List.copyOf(handled);
    // the + keeps SQLite from reading all tasks of each kind instead
    sql =
        """
        UPDATE scheduled_tasks
        SET picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1
        WHERE rowid IN (
          SELECT rowid FROM scheduled_tasks
          WHERE picked = ? AND execution_time <= ? AND +task_name IN (%s)
          ORDER BY execution_time LIMIT ?)
        RETURNING *\
        """
            .formatted(String.join(", ", Collections.nCopies(kinds.size(), "?")));
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
    return picked.stream().sorted(Comparator.comparing(Execution::getExecutionTime)).toList();
  }

  private void bind(PreparedStatement statement, String by, Instant now, int limit)
      throws SQLException {
    int at = 1;
    statement.setBoolean(at++, true);
    statement.setString(at++, by);
    setInstant(statement, at++, now);
    statement.setBoolean(at++, false);
    setInstant(statement, at++, now);
    for (String kind : kinds) {
      statement.setString(at++, kind);
    }
    statement.setInt(at, limit);
  }
}
