package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the category plugins; loading a signature checks it against its own examples. */
class ShippedSignaturesTest {
  private static final Map<String, String> FILES =
      Map.of(
          "quality_gates", "quality-gates",
          "testing", "testing",
          "infrastructure", "infrastructure",
          "general", "general");

  private static SignatureSource source(String category) {
    var file =
        Path.of("../plugins/categories")
            .resolve(FILES.get(category))
            .resolve("src/main/resources/io/closedloop/category")
            .resolve(category.replace("_", ""))
            .resolve("signatures.yml");
    return new SignatureSource(file.toString(), null, () -> Files.newInputStream(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quality_gates", "testing", "infrastructure", "general"})
  void eachShippedSignatureKeepsItsExamples(String category) {
    var loaded = SignatureLoader.load(List.of(source(category)), FILES.keySet());
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.signatures())
        .hasSizeGreaterThanOrEqualTo(10)
        .extracting(Signature::category)
        .containsOnly(category);
  }

  private static String diagnose(String command, String... output) {
    var all = FILES.keySet().stream().sorted().map(ShippedSignaturesTest::source).toList();
    var loaded = SignatureLoader.load(all, FILES.keySet());
    var engine =
        new DiagnosisEngine(
            loaded.signatures(), DiagnosisEngine.DEFAULT_MINIMUM_CONFIDENCE, Refiner.NONE);
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
}
