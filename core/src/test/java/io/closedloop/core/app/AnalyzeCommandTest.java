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
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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

  private Path zip(String... namesAndTexts) throws IOException {
    var file = folder.resolve("logs.zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }

  @Test
  void eachJobOfALogArchiveIsOneLog() throws IOException {
    var archive =
        zip(
            "build/1_Set up job.txt",
            "set up\n",
            "build/2_Run make.txt",
            FAILED,
            "0_build.txt",
            "set up\n" + FAILED,
            "1_lint.txt",
            "all is well\n");
    assertThat(run("", "--format", "jsonl", archive.toString())).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .satisfiesExactly(
            failed ->
                assertThat(failed)
                    .startsWith(
                        "{\"file\":\"" + archive + "!0_build.txt\",\"category\":\"general\""),
            well ->
                assertThat(well)
                    .startsWith("{\"file\":\"" + archive + "!1_lint.txt\",\"category\":\"none\""));
    out.getBuffer().setLength(0);
    assertThat(run("", "--format", "jsonl", archive + "!build/2_Run make.txt")).isZero();
    assertThat(out.toString()).contains("general").hasLineCount(1);
  }

  @Test
  void anArchiveWithoutLogsOrOnStandardInputIsRefused() throws IOException {
    assertThat(run("", zip("TEST-a.xml", "<testsuite/>").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("logs.zip: the archive holds no log (*.txt)");
    assertThat(run("PK\u0003\u0004 and so on")).isEqualTo(1);
    assertThat(err.toString()).contains("-: a zip archive; give analyze its name");
    var damaged = Files.writeString(folder.resolve("cut.zip"), "PK\u0003\u0004 and so on");
    assertThat(run("", damaged.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("cut.zip: the zip archive is damaged");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    var noise = new byte[20_000];
    new Random(1).nextBytes(noise);
    var nothing = Files.write(folder.resolve("nothing.bin"), new byte[9000]);
    var random = Files.write(folder.resolve("random.bin"), noise);
    assertThat(run("", nothing.toString(), random.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("nothing.bin: no text and so no log")
        .contains("random.bin: no text and so no log");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aLogWithSomeOddBytesOrInUtf16IsRead() throws IOException {
    var odd = Files.writeString(folder.resolve("odd.log"), "a\u0000b \u0007\u001b[1m\n" + FAILED);
    var latin =
        Files.write(
            folder.resolve("latin.log"),
            ("äöü ÄÖÜ ßß\n" + FAILED).getBytes(StandardCharsets.ISO_8859_1));
    var wide =
        Files.write(
            folder.resolve("wide.log"), ("😀\n" + FAILED).getBytes(StandardCharsets.UTF_16));
    var little =
        Files.write(
            folder.resolve("little.log"),
            ("\ufeffx\n" + FAILED).getBytes(StandardCharsets.UTF_16LE));
    assertThat(
            run(
                "",
                "--format",
                "jsonl",
                odd.toString(),
                latin.toString(),
                wide.toString(),
                little.toString()))
        .isZero();
    assertThat(out.toString().lines())
        .hasSize(4)
        .allSatisfy(line ->
            assertThat(line)
                .contains("general")
                .contains("{\"line\":2,\"text\":\"Process completed with exit code 1.\"}"));
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
