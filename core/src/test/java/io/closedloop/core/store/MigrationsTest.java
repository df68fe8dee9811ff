package io.closedloop.core.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  @TempDir Path folder;

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
  }

  private void run(String... statements) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private List<String> ask(String query) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  private List<String> schema() throws SQLException {
    return ask(
        "SELECT name || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'flyway%'"
            + " ORDER BY name");
  }

  private static String newest() {
    return Integer.toString(Migrations.shipped().steps().getLast().version());
  }

  private void open() {
    Stores.open(folder, InstantSource.system()).close();
  }

  @Test
  void everyFileIsAStepAndTheyStandInOrder() throws Exception {
    var resources = Path.of(requireNonNull(Migrations.class.getResource("/db/migration")).toURI());
    try (var files = Files.list(resources)) {
      assertThat(Migrations.FILES)
          .containsExactlyInAnyOrderElementsOf(
              files.map(file -> file.getFileName().toString()).toList());
    }
    assertThat(Migrations.shipped().steps())
        .extracting(Migrations.Step::version)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aSecondStartFindsNothingToDoAndKeepsWhatIsThere() throws Exception {
    open();
    run("INSERT INTO journal_heads VALUES ('a', 1, 'h', 0)");
    var before = schema();
    open();
    assertThat(schema()).isEqualTo(before).hasSizeGreaterThan(10);
    assertThat(ask("SELECT chain FROM journal_heads")).containsExactly("a");
    assertThat(ask("PRAGMA user_version")).containsExactly(newest());
  }

  @Test
  void aStoreThatFlywayKeptGoesOnWhereItStood() throws Exception {
    open();
    var whole = schema();
    Files.delete(folder.resolve("store.db"));
    try (var connection = connect()) {
      new Migrations(Migrations.shipped().steps().subList(0, 5)).apply(connection);
    }
    run(
        "PRAGMA user_version = 0",
        "CREATE TABLE flyway_schema_history (version VARCHAR(50), success BOOLEAN)",
        "INSERT INTO flyway_schema_history VALUES ('1', 1), ('2', 1), ('3', 1), ('4', 1), ('5',"
            + " 1)");
    open();
    assertThat(schema()).isEqualTo(whole);
    assertThat(ask("PRAGMA user_version")).containsExactly(newest());
  }

  @Test
  void aStoreOfANewerVersionIsLeftAlone() throws Exception {
    open();
    run("PRAGMA user_version = 1000");
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("store.db was written by a newer version")
        .hasMessageContaining("1000");
    assertThat(ask("PRAGMA user_version")).containsExactly("1000");
  }

  @Test
  void whereOneStepFailsNoneIsDone() throws Exception {
    var steps =
        new Migrations(
            List.of(
                new Migrations.Step(1, () -> "CREATE TABLE one (a); CREATE TABLE two (a);"),
                new Migrations.Step(
                    2, () -> "CREATE TABLE three (a); INSERT INTO nowhere VALUES (1)")));
    try (var connection = connect()) {
      assertThatThrownBy(() -> steps.apply(connection))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("nowhere");
    }
    assertThat(schema()).isEmpty();
    assertThat(ask("PRAGMA user_version")).containsExactly("0");
  }
}
