package io.closedloop.core.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.core.history.Flakiness;
import io.closedloop.core.history.TestOutcomes;
import io.closedloop.core.incident.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that reports tell of: they are evidence, and their history says whether they are flaky. */
class FlakyTestLoopTest {
  private static final String LOG = "CartTest sums FAILED\n##[error]exit code 1.\n";
  private static final String RED =
      "<testsuite><testcase classname='CartTest' name='sums'><failure message='was 4, token=abcdef'/></testcase>"
          + "<testcase classname='CartTest' name='other'><failure message='no'/></testcase></testsuite>";
  private static final String ONE =
      "<testsuite><testcase classname='CartTest' name='sums'><failure message='was 4'/></testcase></testsuite>";
  private static final String GREEN =
      "<testsuite><testcase classname='CartTest' name='sums'/></testsuite>";
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).rerun().start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private Hub.Run ends(Hub.Run run, String conclusion, String report) throws IOException {
    return ends(run, conclusion, report, LOG);
  }

  private Hub.Run ends(Hub.Run run, String conclusion, String report, String log)
      throws IOException {
    loop.hub.artifact(run, "test-results", report);
    loop.ended(loop.hub.end(run, Map.of("build", conclusion), log));
    loop.advance(Duration.ofMinutes(1));
    return run;
  }

  private Diagnosis diagnosis() {
    return loop.all().getLast().failure().diagnosis();
  }

  private List<Flakiness> flaky() {
    return loop.store.read(tx -> TestOutcomes.flaky(tx, "octo/shop", 10));
  }

  @Test
  void failedTestsThatTheLogMentionsAreEvidence() throws IOException {
    ends(loop.hub.run("feature", "build"), "failure", RED);
    assertThat(loop.only().failure().evidence().getFirst().tests())
        .containsExactly(new Evidence.FailedTest("CartTest", "sums", "was 4, token=***"));
    assertThat(diagnosis().evidence().getLast().text())
        .isEqualTo("failed by its report: CartTest.sums");
    assertThat(diagnosis().transientFailure()).isFalse();
    assertThat(loop.only().state()).isInstanceOf(State.Escalated.class);
    assertThat(flaky()).isEmpty();
  }

  @Test
  void aTestThatPassedAndFailedOnOneCommitIsRunAgainOnTheNext() throws IOException {
    Hub.Run run = flips(ONE, GREEN);
    assertThat(flaky())
        .containsExactly(new Flakiness("octo/shop", "CartTest.sums", 1, 1, 1.0, run.sha));

    failsOnTheNext(ONE, LOG);
    assertThat(diagnosis().transientFailure()).isTrue();
    assertThat(diagnosis().evidence().getLast().text())
        .isEqualTo(
            "the test CartTest.sums is flaky: it passed and failed on commit %s, and did so on 1 of 2 known commits"
                .formatted(run.sha.substring(0, 8)));
    assertThat(flaky().getFirst().score()).isEqualTo(0.5);
  }

  /** The tests fail, and on the same commit pass. */
  private Hub.Run flips(String red, String green) throws IOException {
    return flips(red, green, LOG);
  }

  private Hub.Run flips(String red, String green, String log) throws IOException {
    Hub.Run run = ends(loop.hub.run("feature", "build"), "failure", red, log);
    loop.hub.rerun(run, "mona");
    return ends(run, "success", green);
  }

  private void failsOnTheNext(String report, String log) throws IOException {
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    ends(loop.hub.run("feature", "build"), "failure", report, log);
  }

  @Test
  void aBrokenTestThatTheLogCallsOtherwiseIsEnoughForTheFailureToStay() throws IOException {
    flips(ONE, GREEN);
    failsOnTheNext(RED.replace("name='other'", "name='Cart other'"), LOG + "Cart > other FAILED\n");
    assertThat(diagnosis().transientFailure()).isFalse();
    assertThat(loop.all().getLast().failure().evidence().getFirst().tests())
        .extracting(Evidence.FailedTest::name)
        .containsExactly("sums");
  }

  @Test
  void aBrokenTestBeyondThoseThatAreEvidenceIsEnoughForTheFailureToStay() throws IOException {
    StringBuilder red = new StringBuilder("<testsuite>");
    StringBuilder green = new StringBuilder("<testsuite>");
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String test = "<testcase classname='CartTest' name='sums" + i + "'>";
      red.append(test).append("<failure message='was 4'/></testcase>");
      green.append(test).append("</testcase>");
      log.append("CartTest sums").append(i).append(" FAILED\n");
    }
    log.append("CartTest breaks FAILED\n").append(LOG);
    flips(red + "</testsuite>", green + "</testsuite>", log.toString());
    assertThat(flaky()).hasSize(10);
    failsOnTheNext(red + "</testsuite>", log.toString());
    assertThat(diagnosis().transientFailure()).isTrue();
    String broken = "<testcase classname='CartTest' name='breaks'><failure/></testcase>";
    failsOnTheNext(red + broken + "</testsuite>", log.toString());
    assertThat(diagnosis().transientFailure()).isFalse();
  }

  @Test
  void aReportThatIsNotReadToItsEndMayHoldABrokenTest() throws IOException {
    flips(ONE, GREEN);
    failsOnTheNext(ONE.replace("</testsuite>", "<testcase name='cut"), LOG);
    assertThat(diagnosis().evidence().getLast().text())
        .isEqualTo("failed by its report: CartTest.sums");
    assertThat(diagnosis().transientFailure()).isFalse();
  }

  @Test
  void aWordInALogIsNoTestOfAnotherJob() throws IOException {
    flips(
        ONE.replace("sums", "works"), GREEN.replace("sums", "works"), LOG.replace("sums", "works"));
    assertThat(flaky()).hasSize(1);
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    Hub.Run run = loop.hub.run("feature", "build", "other");
    loop.hub.artifact(run, "test-results", ONE.replace("sums", "works"));
    loop.ended(
        loop.hub.end(
            run,
            Map.of("build", "failure", "other", "failure"),
            "nothing works here, networks FAILED\n##[error]exit 1.\n"));
    assertThat(diagnosis().transientFailure()).isFalse();
    assertThat(loop.all().getLast().failure().evidence().getFirst().tests()).isEmpty();
  }

  @Test
  void aNameOfSeveralWordsSpeaksForItself() throws IOException {
    String sentence = "adds up what is in it";
    String log = "x " + sentence + " (3 ms)\n##[error]exit 1.\n";
    flips(ONE.replace("sums", sentence), GREEN.replace("sums", sentence), log);
    failsOnTheNext(ONE.replace("sums", sentence), log);
    assertThat(diagnosis().transientFailure()).isTrue();
  }

  @Test
  void itPassedOnThisCommitInARunThatFailedForAnotherReason() throws IOException {
    String other = RED.replace("sums", "tmp").replace("other", "sums").replace("tmp", "other");
    ends(loop.hub.run("feature", "build"), "failure", RED);
    String passes = other.replace("name='sums'><failure message='no'/>", "name='sums'>");
    ends(loop.hub.run("feature", "build"), "failure", passes);
    ends(loop.hub.run("feature", "build"), "failure", RED);
    assertThat(flaky()).extracting(Flakiness::test).containsExactly("CartTest.sums");
  }

  @Test
  void aTestThatAlwaysFailsIsNotFlaky() throws IOException {
    ends(loop.hub.run("feature", "build"), "failure", RED);
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    ends(loop.hub.run("feature", "build"), "failure", RED);
    assertThat(flaky()).isEmpty();
    assertThat(diagnosis().transientFailure()).isFalse();
  }

  @Test
  void legsOfAMatrixAreNotComparedWithEachOther() throws IOException {
    Hub.Run run = loop.hub.run("feature", "build");
    loop.hub.artifact(run, "test-results-17", GREEN);
    ends(run, "failure", RED);
    assertThat(flaky()).isEmpty();
    assertThat(diagnosis().transientFailure()).isFalse();
  }

  @Test
  void aPullRequestAndAPushTestDifferentThings() throws IOException {
    ends(loop.hub.run("feature", "build"), "failure", RED);
    String passes = RED.replace("<failure message='was 4, token=abcdef'/>", "");
    String head = loop.hub.head("feature");
    ends(loop.hub.runOf("pull_request", "octo/shop", "feature", head, "build"), "failure", passes);
    assertThat(flaky()).isEmpty();
  }

  @Test
  void withoutArtifactsOneRequestIsMadeAndNoneWhereTheLogSaysEnough() {
    Hub.Run run = loop.failed("feature", LOG);
    assertThat(asked(run)).isEqualTo(1);
    Hub.Run passing = loop.failed("main", Loop.REFUSED);
    assertThat(asked(passing)).isZero();
  }

  private long asked(Hub.Run run) {
    return loop.hub.asked("GET /repos/octo/shop/actions/runs/" + run.id + "/artifacts");
  }

  @Test
  void anArchiveThatIsCutOffDoesNotHideTheOthers() throws IOException {
    Hub.Run run = loop.hub.run("feature", "build");
    loop.hub.artifact(run, "test-results-1", RED);
    String whole = loop.hub.artifacts.values().iterator().next().zip();
    loop.hub.archive(run, "test-results-0", whole.substring(0, whole.length() / 3));
    loop.ended(loop.hub.end(run, Map.of("build", "failure"), LOG));
    assertThat(loop.only().failure().evidence().getFirst().tests())
        .extracting(Evidence.FailedTest::name)
        .containsExactly("sums");
  }

  @Test
  void artifactsThatCannotBeReadLeaveTheDiagnosisAsItWas() throws IOException {
    loop.hub.refuse("GET /repos/octo/shop/actions/artifacts");
    ends(loop.hub.run("feature", "build"), "failure", RED);
    assertThat(loop.only().failure().evidence().getFirst().tests()).isEmpty();
  }
}
