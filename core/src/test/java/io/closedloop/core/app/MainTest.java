package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir Path home;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.line(
            new Place(null, null),
            Map.of("CLOSEDLOOP_HOME", home.toString()),
            List.of(arguments),
            new Arrangement())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "start", "stop", "status", "reload", "demo", "analyze", "ingest", "approve", "reject",
        "config", "plugins", "version"
      })
  void everyCommandExplainsItself(String command) {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains(command).contains("Exit codes:");
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString()).contains("Usage: closedloop " + command);
  }

  @Test
  void wrongUsageIsTwo() {
    assertThat(run("frobnicate")).isEqualTo(2);
    assertThat(run("start", "--port", "many")).isEqualTo(2);
    assertThat(run("ingest", "file.json")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "stop", "reload"})
  void withoutAServerItSaysSo(String command) {
    assertThat(run(command)).isEqualTo(Main.NO_SERVER);
    assertThat(out.toString() + err).contains("No server of this home is running");
  }

  @Test
  void aBrokenFileOfSignaturesIsNamedAndLeftOut() throws IOException {
    Path signatures = Files.createDirectories(home.resolve("conf/signatures"));
    Files.writeString(signatures.resolve("own.yml"), "category: general\nsignatures: [\n");
    assertThat(run("config", "validate")).isEqualTo(78);
    assertThat(out.toString()).contains("own.yml:3:");
    assertThat(run("signatures", "list")).isZero();
    assertThat(err.toString()).contains("own.yml:3:", "left out");
  }

  @Test
  void allProblemsOfTheSettingsArePrintedTogetherAndNothingStarts() throws IOException {
    Path settings =
        Files.writeString(
            home.resolve("my.yml"),
            """
            automaton: {enabled: true}
            retry_mechanisms: {max_attempts: soon}
            server: {prot: 1}
            """);
    assertThat(run("start", "--config", settings.toString())).isEqualTo(78);
    assertThat(err.toString())
        .contains("my.yml:1:", "automation")
        .contains("my.yml:2:", "soon")
        .contains("my.yml:3:", "port")
        .contains("nothing was started");
    assertThat(home.resolve("closedloop.db")).doesNotExist();
    assertThat(run("config", "validate", "--config", settings.toString())).isEqualTo(78);
  }
}
