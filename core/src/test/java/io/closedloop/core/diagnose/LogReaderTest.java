package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogReaderTest {
  private final LogReader reader = new LogReader();
  private final List<String> seen = new ArrayList<>();

  private List<String> read(String log) throws IOException {
    return read(Logs.stream(log));
  }

  private List<String> read(InputStream log) throws IOException {
    reader.read(
        log,
        (line, kind, step) ->
            seen.add(line.number + " " + kind + " [" + step.name + "] " + line.text()));
    return seen;
  }

  @Test
  void aGitHubLogIsReadWithoutMarkTimesAndColours() throws IOException {
    assertThat(read(Logs.github("first", "\u001b[31mred\u001b[0m text")))
        .containsExactly("1 OUTPUT [null] first", "2 OUTPUT [null] red text");
  }

  @Test
  void anEchoedScriptBelongsToItsStepAndIsNoOutput() throws IOException {
    var commands = new ArrayList<Boolean>();
    var log =
        Logs.github(
            "##[group]Run ./check.sh", "echo FAILED", "shell: bash", "##[endgroup]", "fine");
    reader.read(
        Logs.stream(log),
        (line, kind, step) -> {
          seen.add(line.text());
          commands.add(step.ran("echo FAILED"));
        });
    assertThat(seen).containsExactly("fine");
    assertThat(commands).containsExactly(true);
  }

  @Test
  void markedErrorsAndWarningsKeepTheirKind() throws IOException {
    assertThat(read(Logs.github("##[error]bad", "##[warning]odd", "::error file=a,line=1::worse")))
        .containsExactly("1 ERROR [null] bad", "2 WARNING [null] odd", "3 ERROR [null] worse");
    assertThat(reader.complaining()).hasSize(1);
  }

  @Test
  void stepsOfTheColumnsOfGhRunViewAreKept() throws IOException {
    assertThat(
            read(
                """
                job\tBuild it\t\ufeff2026-05-19T19:35:08.66Z one
                job\tTest it\t2026-05-19T19:35:09.66Z two
                Lint it\t2026-05-19T19:35:10.66Z ##[error]three
                """))
        .containsExactly(
            "1 OUTPUT [Build it] one", "2 OUTPUT [Test it] two", "3 ERROR [Lint it] three");
  }

  @Test
  void theSameColumnsAreReadWhereCopyingMadeSpacesOfTabs() throws IOException {
    var time = "2026-09-20T15:32:52.0767097Z";
    assertThat(
            read(
                "test (3.12)    Run tests    %s    Updating\ntest (3.12)  Run tests  %s ##[error]no\na  b  c\n"
                    .formatted(time, time)))
        .containsExactly(
            "1 OUTPUT [Run tests]    Updating",
            "2 ERROR [Run tests] no",
            "3 OUTPUT [Run tests] a  b  c");
  }

  @Test
  void prefixesOfOtherSystemsAreRemoved() throws IOException {
    assertThat(
            read(
                """
                19:15:57 jenkins
                [2021-08-25T09:13:39.123Z] pipeline
                [task 2025-02-13T11:00:27.837Z] 11:00:27     task
                #11 359.2 docker
                a\tb\tno columns
                [00:01:36] rust
                [14:11:25]: fastlane
                [14:11:25 x] other
                """))
        .containsExactly(
            "1 OUTPUT [null] jenkins",
            "2 OUTPUT [null] pipeline",
            "3 OUTPUT [null] task",
            "4 OUTPUT [null] docker",
            "5 OUTPUT [null] a\tb\tno columns",
            "6 OUTPUT [null] rust",
            "7 OUTPUT [null] fastlane",
            "8 OUTPUT [null] [14:11:25 x] other");
  }

  @Test
  void whatNixShowsOfABuildIsReadWithoutItsMargin() throws IOException {
    assertThat(
            read(
                """
                error: builder for '/nix/store/abc-hydra.drv' failed with exit code 1;
                       last 2 log lines:
                       > 2/2 testsuite  FAIL  130.94s
                       > 12 | int main() {
                       For full logs, run 'nix log /nix/store/abc-hydra.drv'.
                """))
        .containsExactly(
            "1 OUTPUT [null] error: builder for '/nix/store/abc-hydra.drv' failed with exit code 1;",
            "2 OUTPUT [null]        last 2 log lines:",
            "3 OUTPUT [null] 2/2 testsuite  FAIL  130.94s",
            "4 QUOTED [null] 12 | int main() {",
            "5 OUTPUT [null]        For full logs, run 'nix log /nix/store/abc-hydra.drv'.");
  }

  @Test
  void howLongNothingWasPrintedBeforeAnErrorIsKnownAcrossMidnight() throws IOException {
    read(
        """
        2026-01-03T23:50:05.7503698Z waiting
          without a time
        2026-01-04T00:20:04.1458388Z ##[error]The operation was canceled.
        """);
    assertThat(reader.complaining().getFirst().silence)
        .isEqualTo(Duration.ofMinutes(29).plusSeconds(59));
  }

  @Test
  void timesBehindColumnsTellOfSilenceTooAndALogWithoutTimesOfNone() throws IOException {
    read("##[error]no times\n");
    assertThat(reader.complaining().getFirst().silence).isZero();
    read(
        """
        job\tstep\t2026-01-03T12:10:05.7503698Z a
        job\tstep\t2026-01-03T12:11:06Z ##[error]b
        """);
    assertThat(reader.complaining().getLast().silence).isEqualTo(Duration.ofSeconds(61));
  }

  @Test
  void sourceBelowThePlaceThatATracebackNamesIsOnlyShown() throws IOException {
    assertThat(
            read(
                """
                Traceback (most recent call last):
                  File "a.py", line 3, in fetch
                    raise Error("429 Too Many Requests")
                  File "<string>", line 1, in <module>
                KeyError: 'x'
                /home/runner/work/a/a/index.js:12
                    throw new Error('connect ECONNREFUSED')
                TypeError: no
                /home/runner/work/a/a/data.txt:12
                connect ECONNREFUSED
                """))
        .containsExactly(
            "1 OUTPUT [null] Traceback (most recent call last):",
            "2 OUTPUT [null]   File \"a.py\", line 3, in fetch",
            "3 QUOTED [null]     raise Error(\"429 Too Many Requests\")",
            "4 OUTPUT [null]   File \"<string>\", line 1, in <module>",
            "5 OUTPUT [null] KeyError: 'x'",
            "6 OUTPUT [null] /home/runner/work/a/a/index.js:12",
            "7 QUOTED [null]     throw new Error('connect ECONNREFUSED')",
            "8 OUTPUT [null] TypeError: no",
            "9 OUTPUT [null] /home/runner/work/a/a/data.txt:12",
            "10 OUTPUT [null] connect ECONNREFUSED");
  }

  @Test
  void theStreamBehindGitLabsTimeStampsIsRemoved() throws IOException {
    assertThat(
            read(
                """
                2024-05-14T11:19:19.899359Z 00O \u001b[1mRunning with gitlab-runner\u001b[0m
                2024-05-14T11:19:20.000000Z 01O     indented
                2024-05-14T11:19:20.000001Z 01E error
                2024-05-14T11:19:20.000002Z 01O+goes on
                2024-05-14T11:19:20.000003Z 0aO
                2024-05-14T11:19:20.0000031Z 99 Others
                2024-05-14T11:19:20.000004Z 00O \u001b[31;1mERROR: Job failed: exit code 1
                """))
        .containsExactly(
            "1 OUTPUT [null] Running with gitlab-runner",
            "2 OUTPUT [null]     indented",
            "3 OUTPUT [null] error",
            "4 OUTPUT [null] goes on",
            "5 OUTPUT [null] ",
            "6 OUTPUT [null] 99 Others",
            "7 OUTPUT [null] ERROR: Job failed: exit code 1");
    assertThat(reader.failed()).isTrue();
  }

  @Test
  void theNamesOfJenkinsParallelBranchesAreRemovedAndOtherBracketsAreNot() throws IOException {
    assertThat(
            read(
                """
                [lint] before
                [Pipeline] parallel
                [Pipeline] { (Branch: unit tests (a))
                [unit tests (a)] + pytest
                [lint] + flake8
                [lint] a.py:1:1: F401
                [ERROR] of Maven
                [INFO] + of Maven
                [Pipeline] // parallel
                """))
        .containsExactly(
            "1 OUTPUT [null] [lint] before",
            "2 OUTPUT [null] [Pipeline] parallel",
            "3 OUTPUT [null] [Pipeline] { (Branch: unit tests (a))",
            "4 QUOTED [null] + pytest",
            "5 QUOTED [null] + flake8",
            "6 OUTPUT [null] a.py:1:1: F401",
            "7 OUTPUT [null] [ERROR] of Maven",
            "8 OUTPUT [null] [INFO] + of Maven",
            "9 OUTPUT [null] [Pipeline] // parallel");
  }

  @Test
  void aProgressBarLeavesWhatATerminalWouldShow() throws IOException {
    assertThat(read("10 %\r20 %\rdone\nnext\r\r\n"))
        .containsExactly("1 OUTPUT [null] done", "2 OUTPUT [null] next");
  }

  @Test
  void bytesThatAreNoTextAreTolerated() throws IOException {
    byte[] bytes = {(byte) 0xff, (byte) 0xfe, 'a', 0, 'b', 0x1b, '\n', (byte) 0xc3};
    assertThat(read(new ByteArrayInputStream(bytes))).hasSize(2);
    assertThat(seen.getFirst()).contains("ab");
  }

  @Test
  void anEndlessLineIsCutAndCountedAndTheNextLineIsRead() throws IOException {
    var first = "x".repeat(10_000_000);
    read(first + "\nnext\n" + "y".repeat(LineReader.LIMIT) + "\nlast");
    assertThat(reader.cutLines()).isEqualTo(1);
    assertThat(seen).hasSize(4);
    assertThat(seen.getFirst()).hasSizeBetween(LineReader.LIMIT, LineReader.LIMIT + 30);
    assertThat(seen.get(1)).isEqualTo("2 OUTPUT [null] next");
    assertThat(seen.get(3)).isEqualTo("4 OUTPUT [null] last");
  }

  @Test
  void linesOfAnyLengthAcrossTheBufferComeOutWhole() throws IOException {
    var expected = new ArrayList<String>();
    var log = new StringBuilder();
    for (int length = 0; length < 900; length++) {
      var text = Integer.toString(length).repeat(length);
      expected.add((length + 1) + " OUTPUT [null] " + text);
      log.append(text).append('\n');
    }
    assertThat(read(trickle(log.toString(), 77))).isEqualTo(expected);
  }

  @Test
  void aMillionGroupsCostNoMemoryThatStays() throws IOException {
    var group = Logs.github("##[group]Run x", "##[error]y").getBytes(StandardCharsets.UTF_8);
    reader.read(Streams.repeat(group, 1_000_000L * group.length), (line, kind, step) -> {});
    assertThat(reader.lines()).isEqualTo(2_000_000);
    assertThat(reader.complaining()).hasSize(50);
  }

  private static InputStream trickle(String text, int most) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(most, length));
      }
    };
  }

  @Test
  void otherSystemsSayInWordsHowAJobEnded() throws IOException {
    for (var ending :
        List.of(
            "Finished: FAILURE",
            "Your build has been stopped.",
            "Done. Your build exited with 1.",
            "ERROR: Job failed: exit code 1",
            "The command \"npm test\" exited with 1.",
            "Process exited with status 2",
            "Process exited with code 10",
            "  Command exited with code 1",
            "Build step 'Execute shell' marked build as failure",
            "\ud83d\udea8 Error: The command exited with status 1",
            "Exited with code exit status 4",
            "No output has been received in the last 10m0s, this potentially indicates a stall",
            "The job exceeded the maximum log length, and has been terminated.",
            "[taskcluster 2020-08-04 19:32:36.498Z] Unsuccessful task run with exit code: -1")) {
      var log = new LogReader();
      log.read(Logs.stream("working\n" + ending + "\n"), (line, kind, step) -> {});
      assertThat(log.failed()).as(ending).isTrue();
    }
    for (var ending :
        List.of(
            "Done. Your build exited with 0.",
            "Finished: SUCCESS",
            "Job succeeded",
            "[taskcluster 2018-06-05 17:25:07.016Z] Successful task run with exit code: 0 completed in 10.827 seconds")) {
      var log = new LogReader();
      log.read(Logs.stream("working\n" + ending + "\n"), (line, kind, step) -> {});
      assertThat(log.failed()).as(ending).isFalse();
      assertThat(log.saysSuccess()).as(ending).isTrue();
    }
    for (var neither :
        List.of(
            "The command \"npm ci\" exited with 0.",
            "Process exited with status 0",
            "Process exited with code 0",
            "done")) {
      var log = new LogReader();
      log.read(Logs.stream("working\n" + neither + "\n"), (line, kind, step) -> {});
      assertThat(log.failed() || log.saysSuccess()).as(neither).isFalse();
    }
  }

  @Test
  void theLineThatGitHubsPagesShowWithoutItsMarkerIsOne() throws IOException {
    read("working\nProcess completed with exit code 0\n");
    assertThat(reader.complaining()).isEmpty();
    read("working\nProcess completed with exit code 1.\n");
    assertThat(reader.complaining()).singleElement().matches(step -> step.ended);
  }

  @Test
  void aStepCopiedFromGitHubsPageIsOneWithItsEnding() throws IOException {
    assertThat(
            read(
                """
                    Run cd proto && buf lint
                      a

                    Error: Process completed with exit code 100.
                not indented
                """))
        .containsExactly(
            "1 OUTPUT [Run cd proto && buf lint] Run cd proto && buf lint",
            "2 OUTPUT [Run cd proto && buf lint]   a",
            "3 OUTPUT [Run cd proto && buf lint] ",
            "4 ERROR [Run cd proto && buf lint] Process completed with exit code 100.",
            "5 OUTPUT [Run cd proto && buf lint] not indented");
  }

  @Test
  void theScriptThatNpmNamesAndItsCommandAreCommands() throws IOException {
    var ran = new ArrayList<Boolean>();
    reader.read(
        Logs.stream("> shop@1.0.0 build\n> tsc && tsc-alias\n\n> Task :x\n> quoted\n"),
        (line, kind, step) -> {
          seen.add(kind + " " + line.text());
          ran.add(step.ran("npm run build") && step.ran("tsc-alias"));
        });
    assertThat(seen)
        .containsExactly(
            "QUOTED > shop@1.0.0 build",
            "QUOTED > tsc && tsc-alias",
            "OUTPUT ",
            "OUTPUT > Task :x",
            "OUTPUT > quoted");
    assertThat(ran).containsExactly(false, true, true, true, true);
  }

  @Test
  void whatJenkinsRunsBehindTheNameOfAWorkspaceIsACommand() throws IOException {
    var ran = new ArrayList<Boolean>();
    reader.read(
        Logs.stream("[my job] $ mvn -B verify\n[ERROR] a\n"),
        (line, kind, step) -> {
          seen.add(kind + " " + line.text());
          ran.add(step.ran("mvn -B verify"));
        });
    assertThat(seen).containsExactly("QUOTED $ mvn -B verify", "OUTPUT [ERROR] a");
    assertThat(ran).containsExactly(true, true);
  }

  @Test
  void whatPassedIsAQuotationWhateverItIsCalled() throws IOException {
    assertThat(read("✓ fails\n✔ fails\n  ✅ fails\n√ fails\n✗ fails\n"))
        .allMatch(line -> line.contains(" QUOTED ") != line.contains("✗"));
  }

  @Test
  void sourceThatAToolShowsIsAQuotation() throws IOException {
    assertThat(read(" > 12 | error: a\n  13| error: b\n  14 | >>> RUN error\n"))
        .allMatch(line -> line.contains(" QUOTED "));
    seen.clear();
    assertThat(read("|12 | error: a\n12 errors | b\nv12 | c\n"))
        .allMatch(line -> line.contains(" OUTPUT "));
  }

  @Test
  void aLogWithMarkersIsNoCopyOfAPage() throws IOException {
    read(
        Logs.github(
            "##[group]Run a", "##[endgroup]", "Error: Process completed with exit code 1."));
    assertThat(reader.complaining()).isEmpty();
  }
}
