package io.closedloop.core.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's database: transactions that write one after the other, and reads that see one state
 * and wait for nobody. Both may be called from any thread; the work itself runs on platform
 * threads.
 *
 * <p>A transaction inside another one of the same thread is a programming error and refused: pass
 * the {@link Tx} along.
 */
public final class Store implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final int READERS = 4;

  private final Sqlite sqlite;
  private final HomeLock home;
  private final InstantSource clock;
  private final Writer writer;
  private final Checkpoints checkpoints;
  private final Together together = new Together(this);
  private final Readers readers;
  private final PlatformThreads writing = new PlatformThreads("store-write-", 1);
  private final PlatformThreads reading = new PlatformThreads("store-read-", READERS);
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  private Store(Sqlite sqlite, HomeLock home, InstantSource clock, Writer.Disks disks) {
    this.sqlite = sqlite;
    this.home = home;
    this.clock = clock;
    this.writer = new Writer(sqlite, disks);
    this.checkpoints = new Checkpoints(sqlite, writer, Checkpoints.DUE_AT_PAGES);
    this.readers = new Readers(sqlite, READERS);
  }

  /**
   * Opens the store, creating and migrating it as needed.
   *
   * @throws StoreUnavailable when it cannot be opened, or another server has it
   */
  public static Store open(StoreOptions options, InstantSource clock) {
    return open(options, clock, Flush::file);
  }

  static Store open(StoreOptions options, InstantSource clock, Writer.Disks disks) {
    return switch (options) {
      case StoreOptions.Embedded(var file) -> {
        Sqlite sqlite = new Sqlite(file);
        sqlite.create();
        HomeLock home = HomeLock.take(file);
        try {
          sqlite.migrate();
        } catch (RuntimeException e) {
          home.close();
          throw e;
        }
        yield new Store(sqlite, home, clock, disks);
      }
    };
  }

  /**
   * Runs {@code work} in one transaction that is on disk when this returns. Works of other threads
   * may be in the same transaction; what one of them throws undoes nothing of the others. It may be
   * carried out by the thread of another work, so it must take no lock that the thread which calls
   * this holds.
   *
   * @throws StoreUnavailable when the store cannot be used; nothing was kept, unless the message
   *     says that this is not known
   * @throws StoreException when the database refused a statement; nothing was kept
   */
  public <T extends @Nullable Object> T write(Work<T> work) {
    refuseNesting();
    return writing.call(() -> together.run(work));
  }

  /**
   * Runs {@code work} on one state of the data, which it cannot change.
   *
   * @throws StoreUnavailable when the store cannot be used
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    refuseNesting();
    return reading.call(() -> readHere(work));
  }

  /**
   * Connections for the scheduler's library; each holds the write lock while it is open. What it
   * commits is on disk with the next {@link #write}: that it began or ended a task may be
   * forgotten, and then the task runs once more.
   */
  public DataSource writerDataSource() {
    return new WriterDataSource(writer);
  }

  /**
   * Whether this process alone uses the data, so that what others left behind may be taken over.
   */
  public boolean exclusive() {
    return true;
  }

  /**
   * Waits for what is running; whatever comes later is refused. Group commits and the schedule must
   * be ended before.
   */
  @Override
  public void close() {
    writing.close();
    reading.close();
    readers.close();
    checkpoints.close();
    writer.close();
    home.close();
  }

  boolean unavailable(SQLException e) {
    return sqlite.unavailable(e);
  }

  /** How many works wait for their turn to write. */
  int waiting() {
    return together.waiting();
  }

  StoreException translate(SQLException e) {
    return sqlite.translate(e);
  }

  /** One transaction on the thread that calls, on disk when this returns. */
  <T extends @Nullable Object> T transact(Work<T> work) {
    Tx tx;
    T result;
    Writer.Commit commit;
    inside.set(true);
    try {
      Session session = writer.take();
      boolean sound = false;
      try {
        tx = new Tx(session, clock, true);
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        result = runOrUndo(work, tx);
        // Commits, and unlike commit() opens no further transaction that could fail afterwards.
        connection.setAutoCommit(true);
        commit = writer.committed();
        sound = true;
      } catch (RolledBack e) {
        sound = e.clean;
        throw e.why;
      } finally {
        writer.giveBack(sound);
      }
      writer.await(commit);
    } catch (SQLException e) {
      throw sqlite.translate(e);
    } finally {
      inside.remove();
    }
    tx.afterCommitActions().forEach(Store::runLogged);
    return result;
  }

  private <T extends @Nullable Object> T readHere(Work<T> work) {
    inside.set(true);
    try {
      Session session = readers.take();
      boolean sound = false;
      try {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        T result = runOrUndo(work, new Tx(session, clock, false));
        connection.setAutoCommit(true);
        sound = true;
        return result;
      } catch (RolledBack e) {
        sound = e.clean;
        throw e.why;
      } finally {
        readers.giveBack(session, sound);
      }
    } catch (SQLException e) {
      throw sqlite.translate(e);
    } finally {
      inside.remove();
    }
  }

  private <T extends @Nullable Object> T runOrUndo(Work<T> work, Tx tx) throws RolledBack {
    try {
      return work.run(tx);
    } catch (SQLException e) {
      throw new RolledBack(sqlite.translate(e), rolledBack(tx.connection(), e));
    } catch (RuntimeException e) {
      throw new RolledBack(e, rolledBack(tx.connection(), e));
    }
  }

  private static boolean rolledBack(Connection connection, Exception why) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
      return true;
    } catch (SQLException e) {
      why.addSuppressed(e);
      return false;
    }
  }

  private static void runLogged(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("What should follow a commit failed; the data itself is safe", e);
    }
  }

  private void refuseNesting() {
    if (inside.get()) {
      throw new IllegalStateException(
          "a transaction is already open on this thread; pass its Tx along");
    }
  }

  /** Carries what undid a transaction past the code that tidies up. */
  private static final class RolledBack extends Exception {
    private static final long serialVersionUID = 1L;
    private final RuntimeException why;
    private final boolean clean;

    RolledBack(RuntimeException why, boolean clean) {
      super(why);
      this.why = why;
      this.clean = clean;
    }
  }
}
