package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as the README tells people to run it: every scenario ends as it should. */
class DemoIT {

  private static final Path DISTRIBUTION =
      Path.of(requireNonNull(System.getProperty("closedloop.distribution")));

  /** The line below the table. */
  private static final String COUNTS = "\\d+ right(?:, \\d+ not run)?";

  @TempDir Path folder;

  @Test
  void everyScenarioEndsAsItShouldAndNothingIsLeft() throws Exception {
    var temporary = Files.createDirectory(folder.resolve("tmp"));
    var demo = demo(Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary), "--exit");
    var text = demo.text();
    assertThat(demo.code()).as(text).isZero();
    var rows = rows(text);
    assertThat(rows.keySet())
        .contains(
            "network",
            "flaky-test",
            "outage",
            "java-formatting",
            "black-formatting",
            "import-order",
            "prettier-formatting",
            "trailing-space",
            "still-red",
            "failing-test",
            "compile-error",
            "dependencies",
            "insecure-code",
            "pushed-over",
            "rejected",
            "mended-by-hand");
    assertThat(rows)
        .allSatisfy((name, row) ->
            assertThat(row)
                .hasSizeLessThanOrEqualTo(120)
                .matches(".* yes|.* not run: .* is not here"))
        .hasEntrySatisfying(
            "network", matches("infrastructure/.* rerun_failed_jobs +green +recovered .* yes"))
        .hasEntrySatisfying(
            "flaky-test", matches("testing/.* rerun_failed_jobs +green +recovered .* yes"))
        .hasEntrySatisfying(
            "outage", matches("infrastructure/.* rerun_failed_jobs +green +recovered .* yes"))
        .hasEntrySatisfying(
            "java-formatting", matches("quality_gates/.* code_formatting +green +recovered .* yes"))
        .hasEntrySatisfying(
            "still-red", matches("quality_gates/.* style_correction +red +escalated .* yes"))
        .hasEntrySatisfying("failing-test", matches("testing/.* none +- +escalated .* yes"))
        .hasEntrySatisfying("compile-error", matches("build_deploy/.* none +- +escalated .* yes"))
        .hasEntrySatisfying(
            "dependencies", matches("(?:dependencies/.* none +- +escalated .* yes|.*not run: .*)"))
        .hasEntrySatisfying("pushed-over", matches("quality_gates/.* superseded .* yes"))
        .hasEntrySatisfying("rejected", matches("quality_gates/.* escalated .* yes"))
        .hasEntrySatisfying("mended-by-hand", matches("testing/.* fixed_by_human .* yes"));
    assertThat(text).contains("closedloop approve ", "closedloop reject ").doesNotContain("\u001b");
    assertThat(text.lines()).anyMatch(line -> line.matches(COUNTS));
    assertThat(left(temporary)).isEmpty();
  }

  @Test
  void aScenarioWhoseProgramIsAbsentIsNamedAndNotCounted() throws Exception {
    var programs = Files.createDirectory(folder.resolve("bin"));
    for (var name : List.of("sh", "dirname", "basename", "readlink", "sed", "ls", "env")) {
      Files.createSymbolicLink(programs.resolve(name), program(name));
    }

    var alone =
        demo(Map.of("PATH", programs.toString()), "--exit", "--only", "prettier-formatting");
    assertThat(alone.text()).contains("not run: prettier is not here");
    assertThat(alone.code()).as("with nothing played there is nothing that was shown").isEqualTo(1);
  }

  @Test
  void theScenariosCanBeListedAndAWrongNameIsRefused() throws Exception {
    var listed = demo(Map.of(), "--list");
    assertThat(listed.text()).contains("network", "The package registry cannot be reached");
    assertThat(listed.code()).isZero();

    var wrong = demo(Map.of(), "--only", "netwrok");
    assertThat(wrong.text()).contains("There is no scenario netwrok");
    assertThat(wrong.code()).isEqualTo(1);
  }

  private record Said(int code, String text) {}

  private Said demo(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(folder, "demo", ".out");
    var command =
        new ArrayList<>(List.of(DISTRIBUTION.resolve("bin/closedloop").toString(), "demo"));
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    var demo = builder.start();
    try {
      assertThat(demo.waitFor(12, MINUTES)).as("the demo ends").isTrue();
    } finally {
      demo.destroy();
    }
    return new Said(demo.exitValue(), Files.readString(output, UTF_8));
  }

  private static Path program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private static Consumer<String> matches(String rest) {
    return row -> assertThat(row).matches("\\S+ +" + rest);
  }

  /** The rows of the table by their scenario. */
  private static Map<String, String> rows(String text) {
    return text.lines()
        .dropWhile(line -> !line.startsWith("scenario "))
        .skip(2)
        .takeWhile(line -> !line.isBlank() && !line.matches(COUNTS))
        .collect(Collectors.toMap(row -> row.split(" ", 2)[0], row -> row));
  }

  private static List<Path> left(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList();
    }
  }
}
