package io.closedloop.core.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;

/**
 * The steps from an empty file to this version's schema. How many of them a store has behind it
 * stands in its header ({@code user_version}); those still ahead are done in one transaction.
 */
final class Migrations {
  /**
   * Never edited and never reordered once released: there are stores that have them behind them.
   */
  static final List<String> FILES =
      List.of(
          "V1__journal_and_schedule.sql",
          "V2__deliveries.sql",
          "V3__incidents.sql",
          "V4__notifications.sql",
          "V5__housekeeping.sql",
          "V7__outcomes.sql",
          "V8__recovery_time.sql",
          "V9__priority_and_job_outcomes.sql",
          "V10__deliveries_in_order.sql",
          "V11__failed_jobs.sql",
          "V12__outages.sql",
          "V13__test_outcomes.sql",
          "V14__what_lists_and_budgets_ask_for.sql",
          "V15__writes_by_time_and_repository.sql",
          "V16__tasks_by_kind_and_time.sql");

  /** One step; its text may hold several statements. */
  record Step(int version, Supplier<String> sql) {}

  /** The store is ahead of this program. */
  static final class Newer extends Exception {
    private static final long serialVersionUID = 1L;

    Newer(int its, int ours) {
      super(
          "was written by a newer version (its schema is %d, this version knows %d); start that one, or restore a backup"
              .formatted(its, ours));
    }
  }

  private final List<Step> steps;

  Migrations(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  List<Step> steps() {
    return steps;
  }

  static Migrations shipped() {
    return new Migrations(
        FILES.stream()
            .map(file ->
                new Step(Integer.parseInt(file.substring(1, file.indexOf("__"))), () -> text(file)))
            .toList());
  }

  private static String text(String file) {
    try (InputStream in = Migrations.class.getResourceAsStream("/db/migration/" + file)) {
      if (in == null) {
        throw new IllegalStateException("the migration " + file + " is not in this build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("${bytes}", "BLOB");
    } catch (IOException e) {
      throw new UncheckedIOException("the migration " + file + " cannot be read", e);
    }
  }

  /**
   * Does what is still ahead; all of it or, when a step fails and the connection is then closed,
   * nothing.
   */
  void apply(Connection connection) throws SQLException, Newer {
    int version = version(connection);
    int newest = steps.getLast().version();
    if (version > newest) {
      throw new Newer(version, newest);
    }
    if (version == newest) {
      return;
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (Step step : steps) {
        if (step.version() > version) {
          statement.executeUpdate(step.sql().get());
        }
      }
      statement.executeUpdate("PRAGMA user_version = " + newest);
      connection.commit();
    }
  }

  private static int version(Connection connection) throws SQLException {
    int version = number(connection, "PRAGMA user_version");
    // Stores of the time before were migrated by Flyway, which kept count in a table of its own.
    boolean counted =
        version == 0
            && number(
                    connection,
                    "SELECT count(*) FROM sqlite_master WHERE name = 'flyway_schema_history'")
                > 0;
    return counted
        ? number(
            connection,
            "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history WHERE"
                + " success")
        : version;
  }

  private static int number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
