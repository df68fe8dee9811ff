package io.closedloop.core.store;

import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes, handed out to one thread at a time in the order of asking.
 * Without this the scheduler, writing on a connection of its own, lost tasks.
 */
final class Writer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  private final Sqlite sqlite;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Session session;
  private @Nullable AfterEach afterEach;
  private boolean closed;

  /** What is done with the connection at the end of each turn; it may fail the connection. */
  interface AfterEach {
    void look(Session session) throws SQLException;
  }

  Writer(Sqlite sqlite) {
    this.sqlite = sqlite;
  }

  /** Has this done at the end of each turn. */
  void afterEach(AfterEach action) {
    lock.lock();
    try {
      afterEach = action;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the turn; the caller must {@link #giveBack} on the same thread. */
  Session take() throws SQLException {
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "this thread is already writing; pass its Tx along instead of opening another one");
    }
    lock.lock();
    boolean taken = false;
    try {
      if (closed) {
        throw new StoreUnavailable("the store is closed; nothing can be written any more");
      }
      if (session == null) {
        session = sqlite.openWriter();
      }
      Session current = session;
      taken = true;
      return current;
    } finally {
      if (!taken) {
        lock.unlock();
      }
    }
  }

  /** Ends the turn; a connection that is not {@code sound} is replaced before the next one. */
  void giveBack(boolean sound) {
    try {
      if (!sound || !looked()) {
        drop();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean looked() {
    Session current = session;
    if (afterEach != null && current != null) {
      try {
        afterEach.look(current);
      } catch (SQLException e) {
        log.warn("The store's connection failed after its turn; a new one replaces it", e);
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    Session old = session;
    session = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        log.warn("A connection to the store did not close cleanly; a new one replaces it", e);
      }
    }
  }
}
