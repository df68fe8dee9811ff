package io.closedloop.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction, valid only while its {@link Work} runs and on that thread.
 *
 * <p>Arguments are bound by position: text, numbers, booleans, bytes, enums (by name) and instants,
 * which are kept as microseconds since the epoch in a {@code BIGINT}.
 */
public final class Tx {
  private final Session session;
  private final InstantSource clock;
  private final boolean writes;
  private final List<Runnable> afterCommit = new ArrayList<>();

  Tx(Session session, InstantSource clock, boolean writes) {
    this.session = session;
    this.clock = clock;
    this.writes = writes;
  }

  /** Runs a statement that changes rows and returns how many it changed. */
  public int update(String sql, @Nullable Object... args) throws SQLException {
    return run(sql, PreparedStatement::executeUpdate, args);
  }

  /** All rows, in the order of the statement. */
  public <T> List<T> query(String sql, RowMapper<T> mapper, @Nullable Object... args)
      throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
              all.add(mapper.map(rows));
            }
            return all;
          }
        },
        args);
  }

  /** The first row, or empty when there is none. */
  public <T> Optional<T> one(String sql, RowMapper<T> mapper, @Nullable Object... args)
      throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
          }
        },
        args);
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Use<T> use, @Nullable Object[] args) throws SQLException {
    PreparedStatement statement = session.take(sql);
    boolean sound = false;
    try {
      bind(statement, args);
      T result = use.of(statement);
      sound = true;
      return result;
    } finally {
      if (sound) {
        session.giveBack(sql, statement);
      } else {
        statement.close();
      }
    }
  }

  /**
   * Calls {@code action} once the transaction is on disk, outside of it, in the order of
   * registration; never when it is rolled back. What the action throws is logged and goes no
   * further.
   */
  public void afterCommit(Runnable action) {
    if (!writes) {
      throw new IllegalStateException("a read has no commit; register this in Store.write");
    }
    afterCommit.add(action);
  }

  /** The store's clock, in the precision that the store keeps. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  Connection connection() {
    return session.connection();
  }

  /** The instant in a column that was bound as an {@link Instant}; null when the column is. */
  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  List<Runnable> afterCommitActions() {
    return List.copyOf(afterCommit);
  }

  /** Runs {@code work} so that, if it throws, only what it did itself is undone. */
  <T extends @Nullable Object> T inSavepoint(Work<T> work) throws SQLException {
    int actions = afterCommit.size();
    update("SAVEPOINT work");
    try {
      T result = work.run(this);
      update("RELEASE work");
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      afterCommit.subList(actions, afterCommit.size()).clear();
      try {
        update("ROLLBACK TO work");
        update("RELEASE work");
      } catch (SQLException undone) {
        undone.addSuppressed(e);
        throw new SavepointLost(undone);
      }
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object[] args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case null -> statement.setObject(i + 1, null);
        case Instant instant ->
            statement.setLong(i + 1, ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        case Boolean flag -> statement.setBoolean(i + 1, flag);
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case Enum<?> constant -> statement.setString(i + 1, constant.name());
        case String text -> statement.setString(i + 1, text);
        case Number number -> statement.setObject(i + 1, number);
        case Object other ->
            throw new IllegalArgumentException(
                "argument %d is a %s, which has no column type; make it text, a number or an instant"
                    .formatted(i + 1, other.getClass().getName()));
      }
    }
  }

  /** The transaction as a whole can no longer be trusted, because a part could not be undone. */
  static final class SavepointLost extends SQLException {
    private static final long serialVersionUID = 1L;

    SavepointLost(SQLException cause) {
      super("the work of one savepoint could not be undone", cause.getSQLState(), cause);
    }
  }
}
