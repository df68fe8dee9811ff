package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether failing tests can pass by themselves, by what most of them say. */
class TestMessagesTest {
  private final DiagnosisEngine engine = ShippedSignatures.engine();

  private Diagnosis of(String... output) {
    var lines = new ArrayList<>(List.of("##[group]Run ./check", "##[endgroup]"));
    lines.addAll(List.of(output));
    lines.add("##[error]Process completed with exit code 1.");
    var diagnosis = Logs.diagnose(engine, Logs.github(lines.toArray(String[]::new)));
    assertThat(diagnosis.category()).isEqualTo("testing");
    return diagnosis;
  }

  private boolean passes(String... output) {
    return of(output).transientFailure();
  }

  @Test
  void aTestThatLostItsConnectionMayPass() {
    assertThat(
            passes(
                "--- FAIL: TestDial (0.02s)",
                "    x_test.go:9: dial tcp 127.0.0.1:4: connect: connection refused"))
        .isTrue();
    assertThat(
            passes(
                "FAILED a.py::test_b - ConnectionResetError: [Errno 104] Connection reset by peer"))
        .isTrue();
    assertThat(passes("  1 failing", "  1) api", "       answers:", "     Error: socket hang up"))
        .isTrue();
    assertThat(
            passes(
                "a.B > c() FAILED",
                "    java.net.ConnectException at B.java:7",
                "3 tests completed, 1 failed"))
        .isTrue();
  }

  private boolean passesByReport(String message) throws IOException {
    var log =
        Logs.github(
            "##[group]Run ./check",
            "##[endgroup]",
            "mirror: connection refused, trying the next one",
            "##[error]Process completed with exit code 1.");
    var examined = engine.examine(Logs.stream(log), null, null, List.of());
    var diagnosis =
        examined.beside(List.of("JUnit: a.CartTest.sums failed: " + message)).diagnosis();
    assertThat(diagnosis.category()).isEqualTo("testing");
    return diagnosis.transientFailure();
  }

  @Test
  void ofATestThatOnlyAReportNamesTheReportSaysWhetherItMayPass() throws IOException {
    assertThat(passesByReport("java.net.SocketTimeoutException: Read timed out")).isTrue();
    assertThat(passesByReport("expected: 3 but was: 4")).as("whatever the log says").isFalse();
    assertThat(passesByReport("no")).isFalse();
  }

  @Test
  void aTestThatRanOutOfTimeMayPass() {
    assertThat(passes("--- FAIL: TestDial (5.02s)", "    x_test.go:9: context deadline exceeded"))
        .isTrue();
    assertThat(
            passes(
                "a.B > c() FAILED",
                "    java.util.concurrent.TimeoutException: c() timed out after 5 seconds"))
        .isTrue();
    assertThat(passes("FAILED a.py::test_b - AssertionError: expected less than 200 ms")).isTrue();
  }

  @Test
  void aWrongValueDoesNotPass() {
    assertThat(passes("--- FAIL: TestSum (0.00s)", "    x_test.go:9: got 3, want 4")).isFalse();
    assertThat(
            passes(
                "a.B > c() FAILED",
                "    org.opentest4j.AssertionFailedError: expected: <1> but was: <2>"))
        .isFalse();
    assertThat(passes("FAILED a.py::test_b - TypeError: 'int' object is not callable")).isFalse();
  }

  @Test
  void mostOfTheFailingTestsDecide() {
    String[] late = {"--- FAIL: TestLate (5.02s)", "    x_test.go:9: context deadline exceeded"};
    String[] wrong = {"--- FAIL: TestSum (0.00s)", "    x_test.go:9: got 3, want 4"};
    assertThat(passes(late[0], late[1], late[0], late[1], wrong[0], wrong[1])).isTrue();
    assertThat(passes(late[0], late[1], wrong[0], wrong[1], wrong[0], wrong[1])).isFalse();
  }

  /** What a server prints far from any failing test says nothing of the tests. */
  @Test
  void whatStandsFarFromTheFailingTestsDoesNotCount() {
    var lines = new ArrayList<String>();
    lines.add("worker 3: connection refused, trying the next one");
    for (int i = 0; i < 30; i++) {
      lines.add("working");
    }
    lines.add("--- FAIL: TestSum (0.00s)");
    assertThat(passes(lines.toArray(String[]::new))).isFalse();
  }

  @Test
  void anEndToEndRunnerMayPassUnlessAValueIsWrong() {
    var spec =
        "  │ ✖  login.cy.js                              00:09        2        1        1        -        - │";
    assertThat(passes(spec)).isTrue();
    assertThat(passes("     AssertionError: expected 'a' to equal 'b'", spec)).isFalse();
  }

  /** What a runner alone does not tell, the name of the step and its commands may. */
  @Test
  void aStepThatTestsEndToEndMayPassUnlessAValueIsWrong() {
    var run = "##[group]Run npm run test:e2e";
    var failure = " FAIL  checkout.test.ts > pays";
    var ended = "##[error]Process completed with exit code 1.";
    var count = "      Tests  1 failed | 3 passed (4)";
    assertThat(
            Logs.diagnose(engine, Logs.github(run, "##[endgroup]", failure, count, ended))
                .transientFailure())
        .isTrue();
    var wrong = "AssertionError: expected 'a' to equal 'b'";
    assertThat(
            Logs.diagnose(engine, Logs.github(run, "##[endgroup]", failure, wrong, count, ended))
                .transientFailure())
        .isFalse();
  }

  @Test
  void aSuiteThatFailedToRunMayPassOnlyForWhatItSays() {
    var suite = "  ● Test suite failed to run";
    assertThat(passes(suite, "    connect ECONNREFUSED 127.0.0.1:5432")).isTrue();
    assertThat(passes(suite, "    Request failed with status code 503")).isTrue();
    assertThat(passes(suite, "    Cannot find module './sum' from 'sum.test.js'")).isFalse();
    assertThat(passes(suite, "    something else")).isFalse();
  }

  /** A check that no signature knows, by its step's name and by what it said last. */
  @Test
  void aCheckThatLostItsConnectionMayPassToo() {
    var log =
        Logs.github(
            "##[group]Run ./scripts/check_translations",
            "##[endgroup]",
            "connect ECONNRESET 10.0.0.7:443",
            "##[error]Process completed with exit code 1.");
    assertThat(Logs.diagnose(engine, log).transientFailure()).isTrue();
  }
}
