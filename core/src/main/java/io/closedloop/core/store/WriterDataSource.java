package io.closedloop.core.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Each connection holds the write lock until it is closed, which must happen on the thread that
 * opened it.
 */
final class WriterDataSource extends LendingDataSource {
  private final Writer writer;

  WriterDataSource(Writer writer) {
    this.writer = writer;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = writer.take().connection();
    return lend(connection, () -> writer.giveBack(fresh(connection)));
  }

  /** False when the next owner could not start from a fresh state. */
  private static boolean fresh(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
