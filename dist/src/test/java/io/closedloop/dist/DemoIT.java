package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as the README tells people to run it: every scenario ends as it should. */
class DemoIT {

  private static final Path DISTRIBUTION =
      Path.of(requireNonNull(System.getProperty("closedloop.distribution")));

  @TempDir Path folder;

  @Test
  void everyScenarioEndsAsItShouldAndNothingIsLeft() throws Exception {
    var temporary = Files.createDirectory(folder.resolve("tmp"));
    var output = folder.resolve("out");
    var builder =
        new ProcessBuilder(DISTRIBUTION.resolve("bin/closedloop").toString(), "demo", "--exit")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);

    var demo = builder.start();
    try {
      assertThat(demo.waitFor(7, MINUTES)).as("the demo ends").isTrue();
    } finally {
      demo.destroy();
    }

    var text = Files.readString(output, UTF_8);
    assertThat(demo.exitValue()).as(text).isZero();
    assertThat(rows(text))
        .satisfiesExactly(
            row ->
                assertThat(row)
                    .matches(
                        "java-formatting .*quality_gates/.* code_formatting +green +recovered .* yes"),
            row ->
                assertThat(row)
                    .matches(
                        "trailing-space .*quality_gates/.* style_correction +green +recovered .* yes"),
            row ->
                assertThat(row)
                    .matches(
                        "network .*infrastructure/.* rerun_failed_jobs +green +recovered .* yes"),
            row -> assertThat(row).matches("failing-test .*testing/.* none +- +escalated .* yes"),
            row ->
                assertThat(row)
                    .matches(
                        "still-red .*quality_gates/.* style_correction +red +escalated .* yes"));
    assertThat(text).contains("closedloop approve ").doesNotContain("\u001b");
    assertThat(left(temporary)).isEmpty();
  }

  private static List<String> rows(String text) {
    return text.lines()
        .dropWhile(line -> !line.startsWith("scenario "))
        .skip(2)
        .filter(line -> !line.isBlank())
        .toList();
  }

  private static List<Path> left(Path temporary) throws IOException {
    try (var files = Files.list(temporary)) {
      return files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList();
    }
  }
}
