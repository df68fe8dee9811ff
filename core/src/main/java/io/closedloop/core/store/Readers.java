package io.closedloop.core.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few connections that only read, each seeing one state of the data for as long as it is out. */
final class Readers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Readers.class);

  private final Sqlite sqlite;
  private final int size;
  private final Semaphore permits;
  private final Deque<Session> idle = new ArrayDeque<>();
  private volatile boolean closed;

  Readers(Sqlite sqlite, int size) {
    this.sqlite = sqlite;
    this.size = size;
    this.permits = new Semaphore(size, true);
  }

  Session take() throws SQLException {
    permits.acquireUninterruptibly();
    boolean taken = false;
    try {
      if (closed) {
        throw new StoreUnavailable("the store is closed; nothing can be read any more");
      }
      Session session = poll();
      if (session == null) {
        session = sqlite.openReader();
      }
      taken = true;
      return session;
    } finally {
      if (!taken) {
        permits.release();
      }
    }
  }

  void giveBack(Session session, boolean sound) {
    if (sound) {
      synchronized (idle) {
        idle.push(session);
      }
    } else {
      close(session);
    }
    permits.release();
  }

  @Override
  public void close() {
    permits.acquireUninterruptibly(size);
    closed = true;
    try {
      for (Session c = poll(); c != null; c = poll()) {
        close(c);
      }
    } finally {
      permits.release(size);
    }
  }

  private @Nullable Session poll() {
    synchronized (idle) {
      return idle.poll();
    }
  }

  private static void close(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      log.warn("A reading connection to the store did not close cleanly", e);
    }
  }
}
