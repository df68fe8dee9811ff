package io.closedloop.core.store;

import java.io.IOException;
import java.nio.file.Path;
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
  private final Disks disks;
  private final ReentrantLock lock = new ReentrantLock(true);
  private @Nullable Session session;
  // Of the session's log, opened at its first commit.
  private @Nullable Flush flush;
  private @Nullable AfterEach afterEach;
  private volatile boolean lost;
  private boolean closed;

  /** Opens the disk under a log. */
  interface Disks {
    Flush.Disk open(Path log) throws IOException;
  }

  /** What is done with the connection at the end of each turn; it may fail the connection. */
  interface AfterEach {
    void look(Session session) throws SQLException;
  }

  Writer(Sqlite sqlite, Disks disks) {
    this.sqlite = sqlite;
    this.disks = disks;
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

  /** What is on disk when {@link #await} returns. */
  record Commit(Flush flush, long number) {}

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
      if (lost) {
        throw new StoreUnavailable(
            "the disk failed to keep what was written; check it and restart the server");
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

  /** Notes that the session, which is still taken, has just committed. */
  Commit committed() {
    try {
      Flush now = flush;
      if (now == null) {
        now = new Flush(disks.open(sqlite.log()));
        flush = now;
      }
      return new Commit(now, now.committed());
    } catch (IOException e) {
      lost = true;
      throw unknown(e);
    }
  }

  /** Returns when the commit is on disk; the turn must have been given back. */
  void await(Commit commit) {
    try {
      commit.flush().await(commit.number());
    } catch (IOException e) {
      lost = true;
      throw unknown(e);
    }
  }

  private static StoreUnavailable unknown(IOException e) {
    return new StoreUnavailable(
        "whether the disk kept what was written last is not known (%s); check it and restart the server"
            .formatted(e.getMessage()),
        e);
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
    Flush flushed = flush;
    session = null;
    flush = null;
    if (flushed != null) {
      try {
        flushed.close();
      } catch (IOException e) {
        lost = true;
        log.error("What was written last may not be on disk; check it and restart the server", e);
      }
    }
    if (old != null) {
      try {
        old.close();
      } catch (SQLException e) {
        log.warn("A connection to the store did not close cleanly; a new one replaces it", e);
      }
    }
  }
}
