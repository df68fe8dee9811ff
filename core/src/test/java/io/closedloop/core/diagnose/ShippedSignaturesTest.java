package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the category plugins; loading a signature checks it against its own examples. */
class ShippedSignaturesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "quality_gates",
        "security",
        "performance",
        "dependencies",
        "testing",
        "build_deploy",
        "infrastructure",
        "general"
      })
  void eachShippedSignatureKeepsItsExamples(String category) {
    var loaded =
        SignatureLoader.load(
            List.of(ShippedSignatures.source(category)), ShippedSignatures.FILES.keySet());
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.signatures())
        .hasSizeGreaterThanOrEqualTo(10)
        .extracting(Signature::category)
        .containsOnly(category);
  }

  private static String diagnose(String command, String... output) {
    var engine = ShippedSignatures.engine();
    var lines = new ArrayList<String>();
    lines.add("##[group]Run " + command);
    lines.add("##[endgroup]");
    lines.addAll(List.of(output));
    lines.add("##[error]Process completed with exit code 1.");
    var diagnosis = Logs.diagnose(engine, Logs.github(lines.toArray(String[]::new)));
    return diagnosis.category()
        + "/"
        + diagnosis.subcategory()
        + (diagnosis.transientFailure() ? " passes" : " stays");
  }

  @Test
  void aFormatterThatPrintsOnlyPathsIsKnownByItsCommand() {
    assertThat(diagnose("java -jar \"$GJF\" --dry-run --set-exit-if-changed A.java", "src/A.java"))
        .isEqualTo("quality_gates/format stays");
    assertThat(diagnose("ls src", "src/A.java")).isEqualTo("general/unknown stays");
  }

  @Test
  void aTestThatCannotConnectIsATestFailureAndAToolThatCannotIsTheNetwork() {
    var refused = "java.net.ConnectException: Connection refused";
    assertThat(diagnose("java Fetch.java", "Exception in thread \"main\" " + refused))
        .isEqualTo("infrastructure/network_refused passes");
    assertThat(diagnose("java -jar junit.jar", "  => " + refused, "[  1 tests failed  ]"))
        .isEqualTo("testing/unit_test stays");
  }

  @Test
  void whitespaceIsAQualityGate() {
    assertThat(diagnose("java Lint.java", "a.yml:1: trailing whitespace", "1 problem(s) found"))
        .isEqualTo("quality_gates/whitespace stays");
    assertThat(diagnose("java Lint.java", "a.yml: no newline at end of file"))
        .isEqualTo("quality_gates/whitespace stays");
  }

  @Test
  void aToolsOwnLineOutweighsWhatTheStepRan() {
    assertThat(diagnose("npm test", "strange words")).isEqualTo("testing/unknown_test stays");
    assertThat(diagnose("npm run build", "strange words"))
        .isEqualTo("build_deploy/build_script stays");
    assertThat(diagnose("npm test", "npm error code ERESOLVE"))
        .isEqualTo("dependencies/version_conflict stays");
  }

  @Test
  void anUnreachableRegistryIsTheNetworkAndAMissingPackageIsADependency() {
    var missing = "ERROR: No matching distribution found for x";
    assertThat(diagnose("pip install x", missing)).isEqualTo("dependencies/version_conflict stays");
    assertThat(
            diagnose(
                "pip install x",
                "WARNING: Retrying after connection broken by 'NewConnectionError(...)': /simple/x/",
                missing))
        .isEqualTo("infrastructure/network_refused passes");
  }

  @Test
  void aCompilerOutweighsTheBuildToolThatRanIt() {
    assertThat(
            diagnose(
                "mvn -B package",
                "[ERROR] /app/src/main/java/A.java:[1,27] incompatible types: String and int",
                "[INFO] BUILD FAILURE"))
        .isEqualTo("build_deploy/compile stays");
    assertThat(diagnose("make build", "a.c:1:29: error: 'y' undeclared", "make: *** [all] Error 2"))
        .isEqualTo("build_deploy/compile stays");
  }

  @Test
  void aJobThatRanOutOfTimeOrOfMemoryIsPerformance() {
    assertThat(diagnose("node x.js", "FATAL ERROR: - JavaScript heap out of memory"))
        .isEqualTo("performance/out_of_memory stays");
    assertThat(diagnose("./run", "bash: line 1: 24205 Killed                  ./train"))
        .isEqualTo("performance/out_of_memory passes");
  }

  @Test
  void anAuditThatFindsSomethingIsSecurityAndAnInstallThatMentionsItIsNot() {
    var found = "1 high severity vulnerability";
    assertThat(diagnose("npm audit", found)).isEqualTo("security/vulnerable_dependency stays");
    assertThat(diagnose("npm ci", found)).isEqualTo("dependencies/resolution stays");
  }
}
