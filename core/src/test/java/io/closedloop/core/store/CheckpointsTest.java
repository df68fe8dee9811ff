package io.closedloop.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  private static final int DUE = 50;
  private static final int MOST_TURNS = 200_000;
  @TempDir Path folder;
  private Sqlite sqlite;
  private Writer writer;
  private Checkpoints checkpoints;

  @BeforeEach
  void open() throws SQLException {
    sqlite = new Sqlite(folder.resolve("store.db"));
    sqlite.create();
    writer = new Writer(sqlite, Flush::file);
    checkpoints = new Checkpoints(sqlite, writer, DUE);
    turn("CREATE TABLE t (n INTEGER PRIMARY KEY)");
  }

  @AfterEach
  void close() {
    checkpoints.close();
    writer.close();
  }

  /** Commits something and answers how long the log is then. */
  private int turn(String sql) throws SQLException {
    Session session = writer.take();
    try (var statement = session.connection().createStatement()) {
      statement.execute(sql);
      return Checkpoints.WalState.now(session).pages();
    } finally {
      writer.giveBack(true);
    }
  }

  @Test
  void theLogBeginsAnewWhileWritingGoesOn() throws SQLException {
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0, anew = 0; i < MOST_TURNS && anew < 3; i++) {
      lengths.add(turn("INSERT INTO t VALUES (NULL)"));
      anew += i > 0 && lengths.get(i) < lengths.get(i - 1) ? 1 : 0;
    }

    assertThat(lengths).as("turns until the log began anew").hasSizeLessThan(MOST_TURNS);
    assertThat(lengths).anyMatch(length -> length > DUE);
    checkpoints.close();
    writer.close();
    Session after = sqlite.openWriter();
    try (var rows =
        after.connection().createStatement().executeQuery("SELECT count(*), max(n) FROM t")) {
      assertThat(rows.getInt(1)).isEqualTo(lengths.size()).isEqualTo(rows.getInt(2));
    } finally {
      after.close();
    }
  }
}
