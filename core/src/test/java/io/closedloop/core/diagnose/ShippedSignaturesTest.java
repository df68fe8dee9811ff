package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the category plugins; loading a signature checks it against its own examples. */
class ShippedSignaturesTest {
  private static final Pattern SOURCE =
      Pattern.compile("^    source: \\{kind: (\\w+), what: .+}$", Pattern.MULTILINE);

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
        SignatureLoader.load(ShippedSignatures.sources(category), ShippedSignatures.FILES.keySet());
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.signatures())
        .hasSizeGreaterThanOrEqualTo(10)
        .extracting(Signature::category)
        .containsOnly(category);
  }

  /** A file that its category does not name would be read here and by nobody else. */
  @Test
  void eachFileIsNamedByItsCategory() throws IOException {
    for (var category : ShippedSignatures.FILES.keySet()) {
      var code =
          ShippedSignatures.PLUGINS
              .resolve(ShippedSignatures.FILES.get(category))
              .resolve("src/main/java");
      String factory;
      try (var found = Files.walk(code)) {
        factory =
            Files.readString(
                found.filter(f -> f.toString().endsWith("Factory.java")).findFirst().orElseThrow());
      }
      for (var file : ShippedSignatures.files(category)) {
        assertThat(factory).contains("/" + file.getFileName() + "\"");
      }
    }
  }

  /**
   * How many examples come from a tool that was run and how many from a document, in {@code
   * target/signature-sources.txt}. A signature without either is a problem when it is loaded.
   */
  @Test
  void eachSignatureSaysWhereItsExamplesComeFrom() throws Exception {
    var kinds = new TreeMap<String, Integer>();
    var report = new ArrayList<String>();
    int all = 0;
    for (var category : new TreeSet<>(ShippedSignatures.FILES.keySet())) {
      var here = new TreeMap<String, Integer>();
      for (var file : ShippedSignatures.files(category)) {
        var matcher = SOURCE.matcher(Files.readString(file));
        while (matcher.find()) {
          here.merge(matcher.group(1), 1, Integer::sum);
        }
      }
      int loaded =
          SignatureLoader.load(
                  ShippedSignatures.sources(category), ShippedSignatures.FILES.keySet())
              .signatures()
              .size();
      assertThat(here.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(loaded);
      here.forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
      all += loaded;
      report.add("%-15s %4d %s".formatted(category, loaded, here));
    }
    report.add("%-15s %4d %s".formatted("all", all, kinds));
    Files.write(Path.of("target/signature-sources.txt"), report);
    assertThat(kinds).containsOnlyKeys("run", "documentation");
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
        .isEqualTo("testing/unit_test passes");
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
