package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A command that ran to its end, and what it printed. */
record Ran(int status, String output, String errors) {

  /** Runs it with this test's Java; the folder takes what it prints. */
  static Ran of(List<String> command, Map<String, String> environment, Path folder)
      throws Exception {
    var output = folder.resolve("out").toFile();
    var errors = folder.resolve("err").toFile();
    var builder = new ProcessBuilder(command).redirectOutput(output).redirectError(errors);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    var process = builder.start();
    assertThat(process.waitFor(120, SECONDS)).as("%s ends", command).isTrue();
    return new Ran(
        process.exitValue(),
        Files.readString(output.toPath(), UTF_8),
        Files.readString(errors.toPath(), UTF_8));
  }
}
