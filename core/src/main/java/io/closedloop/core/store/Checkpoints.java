package io.closedloop.core.store;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what is committed from the write-ahead log over into the database, on a thread and a
 * connection of its own: done by the committing thread, as SQLite would, it makes everybody wait
 * while megabytes are written and flushed.
 */
final class Checkpoints implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

  // Rare and large: a page is carried over once however often it was changed since the one before.
  static final int DUE_AT_PAGES = 16_000;
  // Carrying over goes on beside the writers, until little enough is left to make them wait for it.
  private static final int LITTLE = 200;
  private static final int ROUNDS = 5;
  private static final int LOOK_EVERY = 8;

  private final Sqlite sqlite;
  private final Writer writer;
  private final int dueAt;
  private final Semaphore due = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private int turns; // belongs to whoever writes

  /**
   * Begins to watch the log.
   *
   * @param dueAt how many pages it may hold before it is carried over
   */
  Checkpoints(Sqlite sqlite, Writer writer, int dueAt) {
    this.sqlite = sqlite;
    this.writer = writer;
    this.dueAt = dueAt;
    this.thread = Thread.ofPlatform().name("store-checkpoint").daemon().start(this::run);
    writer.afterEach(this::look);
  }

  /** Looks now and then how long the log is, while the writer is at hand. */
  private void look(Session session) throws SQLException {
    if (++turns % LOOK_EVERY != 0) {
      return;
    }
    WalState state = WalState.now(session);
    if (state.pages() >= dueAt && state.left() > 0 && due.availablePermits() == 0) {
      due.release();
    }
  }

  private void run() {
    @Nullable Session session = null;
    while (untilDue()) {
      try {
        session = session == null ? sqlite.openWriter() : session;
        carryOver(session);
      } catch (SQLException | StoreUnavailable e) {
        // Nothing is lost: the log keeps it, and past a bound the writer carries it over itself.
        log.warn("The store's log could not be carried over into the database; tried again", e);
      }
      // It was due all the while, so somebody asked for it again.
      due.drainPermits();
    }
    if (session != null) {
      close(session);
    }
  }

  /** False when it never will be again. */
  private boolean untilDue() {
    if (!closed) {
      due.acquireUninterruptibly();
    }
    return !closed;
  }

  private void carryOver(Session session) throws SQLException {
    int left = Integer.MAX_VALUE;
    for (int round = 0; round < ROUNDS && left > LITTLE; round++) {
      carryOnce(session);
      // What a round tells is as of its beginning; much may have come since.
      left = WalState.now(session).left();
    }
    // Only when nothing is left, and nobody writes meanwhile, does the log begin anew.
    writer.take();
    try {
      carryOnce(session);
    } finally {
      writer.giveBack(true);
    }
  }

  /** As much as can be without waiting for anybody. */
  private static void carryOnce(Session session) throws SQLException {
    try (var statement = session.connection().createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }
  }

  /** To be called while the writer still is open. */
  @Override
  public void close() {
    closed = true;
    due.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      log.warn("The connection that carries the store's log over did not close cleanly", e);
    }
  }

  /**
   * The write-ahead log.
   *
   * @param pages in it
   * @param carried of them, which are in the database too
   */
  record WalState(int pages, int carried) {

    int left() {
      return pages - carried;
    }

    static WalState now(Session session) throws SQLException {
      try (var statement = session.connection().createStatement();
          var row = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
        return row.next() ? new WalState(row.getInt(2), row.getInt(3)) : new WalState(0, 0);
      }
    }
  }
}
