package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.WorkflowJob;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of many matches is taken for the cause; the tools' words are from runs of the tools. */
class CauseTest {
  private static final String FAILED = "##[error]Process completed with exit code 1.";
  private final DiagnosisEngine engine = ShippedSignatures.engine();

  private Diagnosis of(String... lines) {
    return Logs.diagnose(engine, Logs.github(lines));
  }

  private static String[] step(String command, String... output) {
    var lines = new ArrayList<String>();
    lines.add("##[group]Run " + command);
    lines.add("##[endgroup]");
    Collections.addAll(lines, output);
    return lines.toArray(String[]::new);
  }

  private static String[] all(String[]... parts) {
    return java.util.Arrays.stream(parts).flatMap(java.util.Arrays::stream).toArray(String[]::new);
  }

  @Test
  void aLostConnectionIsTheCauseOfThePackageThatWasNotFound() {
    var diagnosis =
        of(
            step(
                "pip install x",
                "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError(...)': /simple/x/",
                "ERROR: No matching distribution found for x",
                FAILED));
    assertThat(diagnosis.category()).isEqualTo("infrastructure");
    assertThat(diagnosis.transientFailure()).isTrue();
    assertThat(diagnosis.alternatives())
        .extracting(Diagnosis.Alternative::category)
        .contains("dependencies");
  }

  @Test
  void aCompilerErrorIsTheCauseOfTheTestsThatDidNotBuild() {
    var diagnosis =
        of(
            step(
                "go test ./...",
                "# example.com/x",
                "./x.go:3:2: undefined: y",
                "FAIL\texample.com/x [build failed]",
                FAILED));
    assertThat(diagnosis.category()).isEqualTo("build_deploy");
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::line).startsWith(4);
  }

  @Test
  void whatWasTriedAgainAndPassedIsNoCause() {
    var refused = "curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms";
    var again =
        of(step("./fetch && ./x", refused, "Attempt 2 of 3 succeeded", "strange words", FAILED));
    assertThat(again.category()).isEqualTo(Diagnosis.GENERAL);
    var never =
        of(step("./fetch && ./x", refused, "Attempt 3 of 3 failed", "strange words", FAILED));
    assertThat(never.category()).isEqualTo("infrastructure");
  }

  @Test
  void aFailureThatAStepWentOnAfterCountsLessThanTheOneItEndedWith() {
    var lines = new ArrayList<String>();
    lines.add("[warn] Code style issues found in 2 files. Run Prettier with --write to fix.");
    for (int i = 0; i < 1500; i++) {
      lines.add("PASS src/a" + i + ".js");
    }
    lines.add("Tests:       2 failed, 1500 passed, 1502 total");
    lines.add(FAILED);
    assertThat(of(step("yarn all", lines.toArray(String[]::new))).category()).isEqualTo("testing");
  }

  @Test
  void whatADiffOrAShellOnlyShowsIsNoEvidence() {
    var diagnosis =
        of(
            step(
                "./x",
                "@@ -1,2 +1,3 @@",
                " FAILED a.py::test_b - assert 1 == 2",
                "-curl: (7) Failed to connect",
                "+npm error code E503",
                "+FAILED a.py::test_c",
                "++ echo 'npm error code ERESOLVE'",
                FAILED));
    assertThat(diagnosis.category()).isEqualTo(Diagnosis.GENERAL);
    var behind =
        of(step("./x", "@@ -1 +1 @@", "-a", "+b", "FAILED a.py::test_b - assert 1 == 2", FAILED));
    assertThat(behind.category()).isEqualTo("testing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "npm run lint=quality_gates",
        "golangci/golangci-lint-action@v6=quality_gates",
        "make test=testing",
        "docker build -t x .=build_deploy",
        "npm ci=dependencies",
        "pip install pytest black=dependencies",
        "npx graphql-inspector diff old.graphql new.graphql=quality_gates",
        "vendor/bin/phpmd src text naming=quality_gates",
        "mvn -B dependency:analyze=quality_gates",
        "retire --path .=security",
        "ghdl -a fifo.vhd=build_deploy",
        "opam install . --deps-only=dependencies",
        "msys2/setup-msys2@v2=infrastructure",
        "aquasecurity/trivy-action@0.28.0=security",
        "cargo bench=performance",
        "./x=general"
      })
  void whatAFailedStepRanSpeaksWhereNothingElseDoes(String commandAndCategory) {
    int split = commandAndCategory.lastIndexOf('=');
    var diagnosis = of(step(commandAndCategory.substring(0, split), "strange words", FAILED));
    assertThat(diagnosis.category()).isEqualTo(commandAndCategory.substring(split + 1));
    assertThat(diagnosis.confidence()).isLessThan(0.8);
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::text).contains("strange words");
  }

  @Test
  void theLastCommandsOfAScriptSayMoreThanTheFirst() {
    var diagnosis =
        of(
            "##[group]Run pip install pytest",
            "pip install pytest",
            "pytest -q",
            "shell: /usr/bin/bash -e {0}",
            "env:",
            "  LINT: black",
            "##[endgroup]",
            "strange words",
            FAILED);
    assertThat(diagnosis.category()).isEqualTo("testing");
  }

  @Test
  void theNamesOfJobAndStepSpeakWhereTheLogDoesNotShowThem() throws IOException {
    var steps = List.of(new WorkflowJob.Step(3, "Check formatting", "completed", "failure"));
    var job = new WorkflowJob(1, 1, 1, "ci", "completed", "failure", null, null, null, steps, "u");
    var log = Logs.github("strange words");
    assertThat(engine.diagnose(Logs.stream(log), null, job, List.of()).category())
        .isEqualTo("quality_gates");
  }

  @Test
  void aTimeLimitThatOnlyAnAnnotationNamesEndedTheJob() throws IOException {
    var job =
        new WorkflowJob(1, 1, 1, "ci", "completed", "failure", null, null, null, List.of(), "u");
    var log = Logs.github(step("pytest", "12 passed", "##[error]The operation was canceled."));
    var limit =
        new Evidence.Annotation(
            ".github",
            1,
            "failure",
            "The job running on runner x has exceeded the maximum execution time of 360 minutes.");
    var diagnosis = engine.diagnose(Logs.stream(log), null, job, List.of(limit));
    assertThat(diagnosis.category()).isEqualTo("performance");
    assertThat(diagnosis.evidence()).extracting(EvidenceLine::line).startsWith(0);
  }

  @Test
  void aStepThatEndsInAStrongErrorFailedThoughNothingMarksIt() {
    var dubious = "fatal: detected dubious ownership in repository at '/github/workspace'";
    var end = new String[] {"Post job cleanup.", "Cleaning up orphan processes"};
    assertThat(of(all(step("x/y@v1", "compiling", dubious, "tar: giving up"), end)).category())
        .isEqualTo("infrastructure");
    var words = new String[20];
    java.util.Arrays.fill(words, "all is well");
    assertThat(of(all(step("x/y@v1", dubious), words, end)).category()).isEqualTo(Diagnosis.NONE);
  }

  @Test
  void aCodeOfASignalIsUnderstood() {
    assertThat(of(step("./x", "##[error]Process completed with exit code 137.")).subcategory())
        .isEqualTo("out_of_memory");
    assertThat(of(step("./x", "##[error]Process completed with exit code 143.")).subcategory())
        .isEqualTo("cancelled");
    assertThat(of(step("./x", "##[error]The operation was canceled.")).transientFailure()).isTrue();
  }

  @Test
  void aTestThatOnlyRanOutOfTimeMayPassAndOneThatComparesMayNot() {
    var timeout = "FAILED a.py::test_b - Failed: Timeout >1.0s";
    var compared = "FAILED a.py::test_b - assert 1 == 2";
    assertThat(of(step("pytest", timeout, FAILED)).transientFailure()).isTrue();
    assertThat(of(step("pytest", compared, FAILED)).transientFailure()).isFalse();
    var oneOfMany = of(step("pytest", timeout, compared, compared, compared, compared, FAILED));
    assertThat(oneOfMany.transientFailure()).isFalse();
  }

  @Test
  void onlyWhereTheLogLeavesItOpenIsHistoryAsked() throws IOException {
    assertThat(asksHistory("FAILED a.py::test_b - assert 1 == 2")).isTrue();
    assertThat(asksHistory("strange words")).isTrue();
    assertThat(asksHistory("npm error code ERESOLVE")).isFalse();
  }

  private boolean asksHistory(String line) throws IOException {
    var log = Logs.github(step("./x", line, FAILED));
    return engine.examine(Logs.stream(log), null, null, List.of()).asksHistory();
  }

  @Test
  void whatLostIsKeptAndNeverSurerThanWhatIsLeft() {
    var diagnosis =
        of(step("./x", "npm error code ERESOLVE", "FAILED a.py::test_b - assert 1 == 2", FAILED));
    assertThat(diagnosis.alternatives())
        .isNotEmpty()
        .allSatisfy(other -> {
          assertThat(other.confidence()).isPositive();
          assertThat(other.confidence() + diagnosis.confidence()).isLessThanOrEqualTo(1.001);
        });
  }

  @Test
  void aHigherScoreIsNeverLessSure() {
    double last = 0;
    for (int i = 0; i <= 1000; i++) {
      double now = Calibration.confidence(i / 1000.0);
      assertThat(now).isBetween(last, 1.0);
      last = now;
    }
    assertThat(Calibration.confidence(0)).isZero();
    assertThat(last).isGreaterThan(0.9);
  }

  private static final String UNKNOWN = "ledger 7 does not balance";

  private Diagnosis at(WorkflowJob.Step[] steps, String... lines) throws IOException {
    var job =
        new WorkflowJob(
            1, 1, 1, "ci", "completed", "failure", null, null, null, List.of(steps), "u");
    return engine.diagnose(Logs.stream(String.join("\n", lines) + "\n"), null, job, List.of());
  }

  private static WorkflowJob.Step ran(int number, String name, String how, int from, int to) {
    var start = Instant.parse("2026-03-01T10:00:00Z");
    return new WorkflowJob.Step(
        number, name, "completed", how, start.plusSeconds(from), start.plusSeconds(to));
  }

  private static String[] timed(int second, String... lines) {
    return java.util.Arrays.stream(lines)
        .map(line -> "2026-03-01T10:00:%02d.1234567Z %s".formatted(second, line))
        .toArray(String[]::new);
  }

  private static final String[] MAY_FAIL =
      step("npm ping", "npm error code ECONNRESET", "npm error network read ECONNRESET", FAILED);
  private static final String[] COMPILE =
      step("javac A.java", "A.java:3: error: cannot find symbol", "1 error", FAILED);

  /** GitHub calls steps by their names, the log by what they run; both know the time. */
  @Test
  void aNamedStepThatWasAllowedToFailIsNotTheCause() throws IOException {
    WorkflowJob.Step[] steps = {
      ran(1, "Set up job", "success", 0, 1),
      ran(2, "Warm the cache", "success", 2, 4),
      ran(3, "Compile", "failure", 5, 6)
    };
    var diagnosis = at(steps, all(timed(2, MAY_FAIL), timed(5, COMPILE)));
    assertThat(diagnosis.category()).isEqualTo("build_deploy");
    assertThat(diagnosis.transientFailure()).isFalse();
  }

  /** Within one second the order decides: a job ends with the step that fails. */
  @Test
  void ofTwoStepsAtTheSameTimeTheLastOneFailed() throws IOException {
    WorkflowJob.Step[] steps = {
      ran(1, "Set up job", "success", 0, 1),
      ran(2, "Warm the cache", "success", 2, 2),
      ran(3, "Compile", "failure", 2, 2)
    };
    assertThat(at(steps, all(timed(2, MAY_FAIL), timed(2, COMPILE))).category())
        .isEqualTo("build_deploy");
    assertThat(at(steps, all(MAY_FAIL, COMPILE)).category()).isEqualTo("build_deploy");
  }

  @Test
  void bothAreCausesWhereGitHubCallsBothFailed() throws IOException {
    WorkflowJob.Step[] steps = {
      ran(2, "Warm the cache", "failure", 2, 4), ran(3, "Compile", "failure", 5, 6)
    };
    assertThat(at(steps, all(timed(2, MAY_FAIL), timed(5, COMPILE))).category())
        .isEqualTo("infrastructure");
  }

  @Test
  void whatAStepThatPassedPrintedDoesNotExplainAnUnknownFailure() {
    var diagnosis =
        of(
            all(
                step("./warm", "npm error code ECONNRESET", "falling back to the mirror"),
                step("./balance", UNKNOWN, FAILED)));
    assertThat(diagnosis.category()).isEqualTo("general");
    assertThat(diagnosis.transientFailure()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD is now at 8e3f2a3 Handle 'No space left on device'",
        "Previous HEAD position was 8e3f2a3 java.lang.OutOfMemoryError: Java heap space",
        "8e3f2a3 Retry on connection refused"
      })
  void whatSomebodyCalledACommitIsNoCause(String line) {
    assertThat(of(step("./balance", line, UNKNOWN, FAILED)).category()).isEqualTo("general");
  }

  @Test
  void theMessageOfACommitIsNoCause() {
    var diagnosis =
        of(
            step(
                "./balance",
                "commit 8e3f2a3c4d5e6f708192a3b4c5d6e7f801234567",
                "Author: M <m@example.org>",
                "Date:   Sun Mar 1 10:00:00 2026 +0000",
                "",
                "    When the disk is full we print \"No space left on device\".",
                "",
                UNKNOWN,
                FAILED));
    assertThat(diagnosis.category()).isEqualTo("general");
  }

  /** What tools print when they try again, as they print it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "curl: (56) Recv failure: Connection reset by peer|Warning: Problem : timeout. Will retry in 1 second. 3 retries left.",
        "WARNING: Retrying (Retry(total=4, connect=None)) after connection broken by 'ReadTimeoutError(...)': /simple/x/|Successfully installed x-1.0",
        "fatal: unable to access 'https://github.example/a/b/': The requested URL returned error: 503|Waiting 12 seconds before trying again",
        "npm http fetch GET https://r.example/x attempt 1 failed with ECONNRESET|added 812 packages in 21s",
        "nc: connect to db port 5432 (tcp) failed: Connection refused|db:5432 is available",
        "warning: spurious network error (3 tries remaining): [28] Timeout was reached| Downloaded serde v1.0.203"
      })
  void whatWasGotOverIsNoCause(String lines) {
    var printed = lines.split("\\|", -1);
    var unknown = of(step("./balance", printed[0], printed[1], UNKNOWN, FAILED));
    assertThat(unknown.category()).isEqualTo("general");
    assertThat(unknown.transientFailure()).isFalse();
  }

  @Test
  void whatFailedAtTheLastAttemptIsTheCause() {
    var reset = "curl: (56) Recv failure: Connection reset by peer";
    var again = "Warning: Problem : timeout. Will retry in 1 second. 3 retries left.";
    var diagnosis = of(step("./balance", reset, again, UNKNOWN, reset, FAILED));
    assertThat(diagnosis.category()).isEqualTo("infrastructure");
    assertThat(diagnosis.transientFailure()).isTrue();
  }

  /** A problem matcher marks what looks like an error; a script that failed says so itself. */
  @Test
  void aScriptThatOnlyHoldsAMarkedLinePassed() {
    var passed =
        step(
            "go test -v ./...",
            "shell: /usr/bin/bash -e {0}",
            "##[error]    r_test.go:5: error: connection refused",
            "ok  \texample.com/r\t0.003s");
    passed[1] = "shell: /usr/bin/bash -e {0}";
    passed[2] = "##[endgroup]";
    assertThat(
            of(all(passed, new String[] {"Post job cleanup.", "Cleaning up orphan processes"}))
                .category())
        .isEqualTo("none");
  }
}
