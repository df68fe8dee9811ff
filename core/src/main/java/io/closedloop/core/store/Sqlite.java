package io.closedloop.core.store;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is particular to SQLite: the file, its connections, its error codes. */
final class Sqlite {
  // Only a foreign process (somebody's sqlite3 shell) can make us wait: in here there is one lock.
  private static final int BUSY_MILLIS = 5_000;

  // 400 MB, many times what Checkpoints lets it become: only should that fail, the writer does it.
  private static final int LOG_PAGES = 100_000;
  // Enough for the upper pages of the indexes, which are changed at random places.
  private static final int CACHE_KIB = 16 * 1024;

  private final Path file;

  Sqlite(Path file) {
    this.file = file;
  }

  /** Makes folder and file, readable by their owner alone before there is anything to read. */
  void create() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    try {
      Path folder = file.getParent();
      if (folder != null && !Files.exists(folder)) {
        Files.createDirectories(folder);
        if (posix) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      if (posix) {
        // SQLite gives its -wal and -shm files the permissions of the database.
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new StoreUnavailable(
          "cannot create the store %s: %s; check that its folder exists and may be written"
              .formatted(file, e),
          e);
    }
  }

  void migrate() {
    try (Connection connection = config().createConnection(url())) {
      Migrations.shipped().apply(connection);
    } catch (Migrations.Newer e) {
      throw new StoreException("the store %s %s".formatted(file, e.getMessage()), e);
    } catch (SQLException e) {
      if (translate(e) instanceof StoreUnavailable unavailable) {
        throw unavailable;
      }
      throw new StoreException(
          "cannot bring the store %s to this version's schema: %s".formatted(file, e.getMessage()),
          e);
    }
  }

  Session openWriter() throws SQLException {
    SQLiteConfig config = config();
    config.setTransactionMode(TransactionMode.IMMEDIATE);
    // Commits in order, without waiting for the disk: that is left to Flush.
    config.setSynchronous(SynchronousMode.NORMAL);
    Connection connection = config.createConnection(url());
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = " + LOG_PAGES);
      statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
    }
    return new Session(connection);
  }

  Session openReader() throws SQLException {
    SQLiteConfig config = config();
    config.setTransactionMode(TransactionMode.DEFERRED);
    Connection connection = config.createConnection(url());
    // A read-only open could not recover a write-ahead log; this only refuses to write.
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = 1");
    }
    return new Session(connection);
  }

  StoreException translate(SQLException e) {
    String advice = advice(e);
    return advice == null
        ? new StoreException("the store %s refused: %s".formatted(file, e.getMessage()), e)
        : new StoreUnavailable("the store %s %s (%s)".formatted(file, advice, e.getMessage()), e);
  }

  boolean unavailable(SQLException e) {
    return advice(e) != null;
  }

  private static @Nullable String advice(SQLException e) {
    if (e instanceof Tx.SavepointLost) {
      return "lost the transaction; see the cause";
    }
    if (!(e instanceof SQLiteException sqlite)) {
      return null;
    }
    // Extended codes carry the primary one in their low byte.
    int primary = sqlite.getResultCode().code & 0xff;
    return switch (SQLiteErrorCode.getErrorCode(primary)) {
      case SQLITE_FULL -> "cannot grow: the disk is full; free some space";
      case SQLITE_IOERR -> "cannot be read or written; check the disk";
      case SQLITE_CANTOPEN -> "cannot be opened; check folder and permissions";
      case SQLITE_READONLY, SQLITE_PERM -> "may not be written; check its permissions";
      case SQLITE_BUSY, SQLITE_LOCKED -> "is locked by another process; stop that one";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "is damaged; stop the server and restore it from a backup";
      case SQLITE_NOMEM -> "has no memory left; give the process more";
      default -> null;
    };
  }

  private SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.enforceForeignKeys(true);
    // Nobody asks for them, and the driver would run a query for them after each insert.
    config.setGetGeneratedKeys(false);
    // What is erased is overwritten, not only unlinked.
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
    return config;
  }

  /** Where SQLite keeps what is committed until it is brought into the file itself. */
  Path log() {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  private String url() {
    return "jdbc:sqlite:" + file;
  }
}
