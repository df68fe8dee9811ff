package io.closedloop.core.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;

/**
 * A connection with the statements that it was asked before, kept compiled; used by one thread at a
 * time.
 */
final class Session implements AutoCloseable {
  private static final int KEPT = 100;

  private final Connection connection;
  // Least recently used first.
  private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Takes the statement out, so that one inside another with the same text is another one. */
  PreparedStatement take(String sql) throws SQLException {
    PreparedStatement kept = idle.remove(sql);
    return kept == null ? connection.prepareStatement(sql) : kept;
  }

  /** Puts a statement back whose rows are closed. */
  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    PreparedStatement other = idle.put(sql, statement);
    if (other != null) {
      other.close();
    }
    if (idle.size() > KEPT) {
      idle.pollFirstEntry().getValue().close();
    }
  }

  /** Closes the connection and with it its statements. */
  @Override
  public void close() throws SQLException {
    idle.clear();
    connection.close();
  }
}
