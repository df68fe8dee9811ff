package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.Refiner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnalyzeCommandTest {
  private static final String FAILED = "##[error]Process completed with exit code 1.\n";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir Path folder;

  private int run(String input, String... arguments) {
    var engine = new DiagnosisEngine(List.of(), 0.3, Refiner.NONE);
    var stream = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return new CommandLine(new AnalyzeCommand(() -> engine, this::repository, stream))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private RepositoryTools repository() {
    throw new AssertionError("no repository is asked for");
  }

  @Test
  void standardInputIsReadWithoutFiles() {
    assertThat(run(FAILED, "--format", "jsonl")).isZero();
    assertThat(out.toString())
        .startsWith(
            "{\"file\":\"-\",\"category\":\"general\",\"subcategory\":\"unknown\",\"tool\":null,\"transient\":false,")
        .contains("\"evidence\":[{\"line\":1,\"text\":\"Process completed with exit code 1.\"}]")
        .contains("\"fingerprint\":\"")
        .contains("\"alternatives\":[]");
  }

  @Test
  void anUnreadableFileIsToldAndTheOthersAreDiagnosed() throws IOException {
    var good = Files.writeString(folder.resolve("good.log"), "all is well\n");
    assertThat(run("", "--format", "json", folder.resolve("none").toString(), good.toString()))
        .isEqualTo(1);
    assertThat(out.toString())
        .startsWith("[")
        .contains("\"error\":\"no such file\"}")
        .contains("\"category\":\"none\"")
        .endsWith("]" + System.lineSeparator());
  }

  @Test
  void theTextFormTellsErrorsOnStandardError() {
    assertThat(run("", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("none: no such file");
  }

  @Test
  void aCompressedLogIsReadAsItIs() throws IOException {
    var file = folder.resolve("log.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write(FAILED.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(run("", file.toString())).isZero();
    assertThat(out.toString()).contains("general / unknown").contains("exit code 1");
  }

  @Test
  void aWrongFormatIsWrongUsage() {
    assertThat(run("", "--format", "xml")).isEqualTo(2);
  }

  @Test
  void whatCannotBeAskedOfARepositoryIsWrongUsage() {
    assertThat(run("", "--repo", "shop")).isEqualTo(2);
    assertThat(err.toString()).contains("--repo takes owner/name, not \"shop\"");
    assertThat(run("", "--repo", "octo/shop", "--lookback-hours", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--lookback-hours is from 1 to 720, not 0");
    assertThat(run("", "--repo", "octo/shop", "job.log")).isEqualTo(2);
    assertThat(err.toString()).contains("either logs or --repo");
    assertThat(run("", "--repo", "octo/shop", "--explain")).isEqualTo(2);
    assertThat(err.toString()).contains("--explain tells how logs were diagnosed");
  }

  @Test
  void anExplanationComesWhenAskedFor() {
    assertThat(run(FAILED, "--explain")).isZero();
    assertThat(out.toString()).contains("  | It failed, and no signature matches: general.");
    assertThat(run(FAILED, "--explain", "--format", "jsonl")).isZero();
    assertThat(out.toString())
        .contains("\"explanation\":{\"decision\":\"It failed,")
        .contains("\"minimum_confidence\":0.3");
    assertThat(run(FAILED, "--format", "jsonl")).isZero();
    assertThat(out.toString().lines().toList().getLast()).doesNotContain("explanation");
  }
}
