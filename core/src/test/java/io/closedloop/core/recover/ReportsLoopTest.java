package io.closedloop.core.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.core.diagnose.ShippedSignatures;
import io.closedloop.core.incident.Incident;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that names no cause, while reports or remarks of checks do; with the shipped signatures.
 */
class ReportsLoopTest {
  private static final String SILENT =
      "done, see the report\n##[error]Process completed with exit code 1.\n";
  private static final String RED =
      "<testsuite><testcase classname='CartTest' name='sums'><failure message='was 4, token=abcdef'/></testcase></testsuite>";
  private static final String GREEN =
      "<testsuite><testcase classname='CartTest' name='sums'/></testsuite>";
  private static final String SARIF =
      """
      {"runs": [{"tool": {"driver": {"name": "%s", "rules": [
         {"id": "r1", "defaultConfiguration": {"level": "error"}, "properties": {%s}}]}},
       "results": [{"ruleId": "r1", "message": {"text": "Found it"},
         "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 7}}}]}]}]}
      """;
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).rerun();
    loop.engine = ShippedSignatures.engine();
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private void ends(Hub.Run run, Map<String, String> conclusions, String log) {
    loop.ended(loop.hub.end(run, conclusions, log));
  }

  private Diagnosis silent(String artifact, String file, String report) throws IOException {
    Hub.Run run = loop.hub.run("feature", "build", "docs");
    loop.hub.artifact(run, artifact, file, report);
    ends(run, Map.of("build", "failure"), SILENT);
    return loop.only().failure().diagnosis();
  }

  private static List<String> lines(Diagnosis diagnosis) {
    return diagnosis.evidence().stream().map(EvidenceLine::text).toList();
  }

  private static List<Evidence.FailedTest> tests(Incident incident) {
    return incident.failure().evidence().getFirst().tests();
  }

  @Test
  void aTestThatFailedByItsReportMakesItAFailureOfTests() throws IOException {
    Diagnosis diagnosis = silent("junit-results", "TEST-cart.xml", RED);
    assertThat(diagnosis.category()).isEqualTo("testing");
    assertThat(diagnosis.tool()).isNull();
    assertThat(diagnosis.confidence()).isBetween(0.5, 0.9);
    assertThat(lines(diagnosis))
        .startsWith("JUnit: CartTest.sums failed: was 4, token=***")
        .doesNotContain("failed by its report: CartTest.sums");
    assertThat(tests(loop.only()))
        .containsExactly(new Evidence.FailedTest("CartTest", "sums", "was 4, token=***"));
    assertThat(diagnosis.transientFailure()).isFalse();
  }

  @Test
  void suchATestIsKnownToBeFlakyToo() throws IOException {
    Hub.Run run = loop.hub.run("feature", "build");
    loop.hub.artifact(run, "junit-results", RED);
    ends(run, Map.of("build", "failure"), SILENT);
    loop.advance(Duration.ofMinutes(1));
    loop.hub.rerun(run, "mona");
    loop.hub.artifact(run, "junit-results", GREEN);
    ends(run, Map.of(), SILENT);
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    Hub.Run next = loop.hub.run("feature", "build");
    loop.hub.artifact(next, "junit-results", RED);
    ends(next, Map.of("build", "failure"), SILENT);
    Diagnosis diagnosis = loop.all().getLast().failure().diagnosis();
    assertThat(diagnosis.category()).isEqualTo("testing");
    assertThat(diagnosis.transientFailure()).isTrue();
    assertThat(lines(diagnosis).getLast()).startsWith("the test CartTest.sums is flaky");
  }

  @Test
  void anErrorOfASecurityRuleMakesItOneOfSecurity() throws IOException {
    Diagnosis diagnosis =
        silent(
            "sarif",
            "semgrep.sarif",
            SARIF.formatted("Semgrep OSS", "\"security-severity\": \"8.8\""));
    assertThat(diagnosis.category()).isEqualTo("security");
    assertThat(diagnosis.tool()).isEqualTo("semgrep oss");
    assertThat(diagnosis.confidence()).isBetween(0.5, 0.9);
    assertThat(lines(diagnosis))
        .startsWith("SARIF: Semgrep OSS: r1 [security-severity 8.8]: Found it");
    assertThat(loop.only().failure().evidence().getFirst().annotations())
        .containsExactly(new Evidence.Annotation("a.py", 7, "failure", "Semgrep OSS: r1 Found it"));
  }

  @Test
  void anErrorOfAnyOtherRuleMakesItOneOfQuality() throws IOException {
    Diagnosis diagnosis = silent("sarif", "eslint.sarif", SARIF.formatted("ESLint", ""));
    assertThat(diagnosis.category()).isEqualTo("quality_gates");
    assertThat(diagnosis.tool()).isEqualTo("eslint");
  }

  @Test
  void whatTheLogTellsIsNotOverruled() throws IOException {
    Hub.Run run = loop.hub.run("feature", "build");
    loop.hub.artifact(run, "junit-results", RED);
    ends(
        run,
        Map.of("build", "failure"),
        "would reformat a.py\nOh no!\n1 file would be reformatted.\n##[error]Process completed with exit code 1.\n");
    assertThat(loop.only().failure().diagnosis().category()).isEqualTo("quality_gates");
    assertThat(tests(loop.only())).isEmpty();
  }

  @Test
  void ofSeveralFailedJobsTheOneCountsWhoseNameTheArtifactBears() throws IOException {
    Hub.Run run = loop.hub.run("feature", "unit", "alpha");
    loop.hub.artifact(run, "unit-results", RED);
    ends(run, Map.of("unit", "failure", "alpha", "failure"), SILENT);
    assertThat(loop.all())
        .extracting(i -> i.failure().jobNames() + " " + i.failure().diagnosis().category())
        .containsExactlyInAnyOrder("[unit] testing", "[alpha] general");
  }

  @Test
  void ofSeveralFailedJobsNobodyIsBlamedForAnArtifactWithoutAName() throws IOException {
    Hub.Run run = loop.hub.run("feature", "one", "two");
    loop.hub.artifact(run, "junit-results", RED);
    ends(run, Map.of("one", "failure", "two", "failure"), SILENT);
    assertThat(loop.only().failure().diagnosis().category()).isEqualTo(Diagnosis.GENERAL);
    assertThat(tests(loop.only())).isEmpty();
  }

  @Test
  void whatACheckCallsItselfIsEvidence() {
    loop.hub.annotations =
        List.of(
            Map.of(
                "path",
                "src/a.py",
                "start_line",
                3,
                "annotation_level",
                "failure",
                "title",
                "mypy",
                "message",
                "Incompatible return value type, token=S3cret"));
    loop.failed("feature", SILENT);
    Diagnosis diagnosis = loop.only().failure().diagnosis();
    assertThat(diagnosis.category()).isEqualTo("quality_gates");
    assertThat(lines(diagnosis)).contains("mypy: Incompatible return value type, token=***");
    assertThat(loop.only().failure().evidence().getFirst().annotations())
        .extracting(Evidence.Annotation::title)
        .containsExactly("mypy");
  }
}
