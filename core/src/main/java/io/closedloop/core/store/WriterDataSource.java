package io.closedloop.core.store;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends the writer's connection: each holds the write lock until it is closed, which must happen on
 * the thread that opened it. Connection and statements stay ours when the borrower closes them, so
 * that a statement is compiled once.
 */
final class WriterDataSource implements DataSource {
  private final Writer writer;

  WriterDataSource(Writer writer) {
    this.writer = writer;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Session session = writer.take();
    Connection connection = session.connection();
    return cover(
        Connection.class,
        (method, args) ->
            method.getName().equals("prepareStatement") && args.length == 1
                ? kept(session, (String) args[0])
                : call(connection, method, args),
        () -> writer.giveBack(fresh(connection)));
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

  private static PreparedStatement kept(Session session, String sql) throws SQLException {
    PreparedStatement statement = session.take(sql);
    AtomicBoolean sound = new AtomicBoolean(true);
    return cover(
        PreparedStatement.class,
        (method, args) -> {
          try {
            return call(statement, method, args);
          } catch (SQLException e) {
            sound.set(false);
            throw e;
          }
        },
        () -> {
          if (sound.get()) {
            session.giveBack(sql, statement);
          } else {
            statement.close();
          }
        });
  }

  private interface Use {
    @Nullable Object of(Method method, @Nullable Object[] args) throws Throwable;
  }

  private interface Return {
    void run() throws SQLException;
  }

  /** Lets calls through until it is closed, which gives back what lies beneath, once. */
  private static <T> T cover(Class<T> type, Use use, Return back) {
    AtomicBoolean open = new AtomicBoolean(true);
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, args) -> {
              if (method.getName().equals("close")) {
                if (open.getAndSet(false)) {
                  back.run();
                }
                return null;
              }
              if (method.getName().equals("isClosed")) {
                return !open.get();
              }
              if (!open.get()) {
                throw new SQLException("this was closed and now belongs to others");
              }
              return use.of(method, args);
            }));
  }

  private static @Nullable Object call(Object on, Method method, @Nullable Object[] args)
      throws Throwable {
    try {
      return method.invoke(on, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("logs through slf4j");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
