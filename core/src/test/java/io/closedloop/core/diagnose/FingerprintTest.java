package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static final String FAILED = "##[error]Process completed with exit code 1.";

  /** What differs between two runs of the same thing, by the placeholder that stands for it. */
  private static final List<Part> PARTS =
      List.of(
          new Part("{n}", random -> String.valueOf(random.nextInt(1, 1_000_000))),
          new Part("{hash}", random -> "a" + random.nextInt(10) + hex(random, 19)),
          new Part("{uuid}", random -> new UUID(random.nextLong(), random.nextLong()).toString()),
          new Part(
              "{address}",
              random ->
                  "10.0.%d.%d:%d"
                      .formatted(
                          random.nextInt(256), random.nextInt(256), random.nextInt(1024, 65536))),
          new Part(
              "{took}",
              random -> random.nextInt(1, 900) + any(random, "ms", " s", ".5s", " minutes")),
          new Part(
              "{time}",
              random ->
                  "2026-%02d-%02dT%02d:%02d:%02d.%03dZ"
                      .formatted(
                          random.nextInt(1, 13),
                          random.nextInt(1, 29),
                          random.nextInt(24),
                          random.nextInt(60),
                          random.nextInt(60),
                          random.nextInt(1000))),
          new Part(
              "{dir}",
              random ->
                  any(
                      random,
                      "/home/runner/work/x/x/",
                      "C:\\a\\x\\",
                      "/builds/group-7/x/",
                      "/opt/hostedtoolcache/Python/3.12.4/x64/lib/python3.12/",
                      "./",
                      "/tmp/tmpab12cd34/")),
          new Part("{temp}", random -> "tmp" + hex(random, 8)),
          new Part("{pointer}", random -> "0x" + hex(random, 12)));

  private record Part(String name, Function<Random, String> value) {}

  /** Lines that tools print, one list for each root cause. */
  private static final List<List<String>> CAUSES =
      List.of(
          List.of("FAILED tests/test_a.py::test_sum[{n}] - assert {n} == {n}"),
          List.of("FAILED tests/test_a.py::test_product - assert {n} == {n}"),
          List.of(
              "FAIL src/cart.test.js ({took})", "Tests:       {n} failed, {n} passed, {n} total"),
          List.of(
              "FAIL src/order.test.js ({took})", "Tests:       {n} failed, {n} passed, {n} total"),
          List.of("{dir}A.java:{n}: error: cannot find symbol"),
          List.of("{dir}B.java:{n}: error: cannot find symbol"),
          List.of(
              "curl: (7) Failed to connect to {address} port {n} after {took}: Couldn't connect to server"),
          List.of("Error: connect ECONNREFUSED {address}"),
          List.of("npm error code ERESOLVE"),
          List.of("ERROR: No matching distribution found for left-pad=={n}.{n}"),
          List.of("ERROR: No matching distribution found for right-pad=={n}.{n}"),
          List.of("src/a.ts({n},{n}): error TS2304: Cannot find name 'x'."),
          List.of("src/a.ts({n},{n}): error TS2322: Type 'x' is not assignable."),
          List.of("Vulnerability #{n}: GO-2025-3602"),
          List.of("Vulnerability #{n}: GO-2021-0113"),
          List.of(
              "<pip._vendor.urllib3.connection object at {pointer}> connection broken by 'NewConnectionError({uuid})': /simple/{hash}/ {temp} {time}"));

  private static String any(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String hex(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).substring(0, length);
  }

  private static String filled(String line, Random random) {
    var text = line;
    for (var part : PARTS) {
      while (text.contains(part.name())) {
        int at = text.indexOf(part.name());
        text =
            text.substring(0, at)
                + part.value().apply(random)
                + text.substring(at + part.name().length());
      }
    }
    return text;
  }

  private static Diagnosis diagnose(List<String> lines) {
    var log = new ArrayList<>(List.of("##[group]Run ./x", "##[endgroup]"));
    log.addAll(lines);
    log.add(FAILED);
    return Logs.diagnose(SHIPPED, Logs.github(log.toArray(String[]::new)));
  }

  private static final DiagnosisEngine SHIPPED = ShippedSignatures.engine();

  @RepeatedTest(40)
  void theSameCauseHasTheSameNameInEachRunAndEachCauseItsOwn(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var names = new ArrayList<String>();
    for (var cause : CAUSES) {
      var one = diagnose(cause.stream().map(line -> filled(line, random)).toList());
      var other = diagnose(cause.stream().map(line -> filled(line, random)).toList());
      assertThat(other.fingerprint()).as("%s", cause).isEqualTo(one.fingerprint());
      assertThat(one.category()).as("%s", cause).isNotEqualTo(Diagnosis.GENERAL);
      names.add(one.fingerprint());
    }
    assertThat(names).doesNotHaveDuplicates();
  }

  @RepeatedTest(10)
  void theOrderOfParallelOutputDoesNotMatter(RepetitionInfo repetition) {
    var lines =
        new ArrayList<>(
            List.of(
                "FAILED tests/test_a.py::test_sum - assert 1 == 2",
                "FAILED tests/test_b.py::test_sum - assert 3 == 4",
                "FAILED tests/test_c.py::test_sum - assert 5 == 6"));
    var ordered = diagnose(lines).fingerprint();
    Collections.shuffle(lines, new Random(repetition.getCurrentRepetition()));
    assertThat(diagnose(lines).fingerprint()).isEqualTo(ordered);
  }

  @Test
  void failuresThatNoToolNamesAreToldApartByWhatTheyPrinted() {
    var fingerprints =
        Arrays.stream(new String[] {"page seven is odd", "the archive cannot be opened"})
            .map(line -> diagnose(List.of(line)).fingerprint());
    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  private static String of(String line) {
    return Fingerprint.of("infrastructure", "curl", "dns", line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect to 10.0.0.1:4711 failed after 31 ms | connect to 192.168.7.9:80 failed after 5000 ms",
        "connect to [2001:db8::1]:80 failed | connect to [2001:db8:0:0:1:2:3:4]:443 failed",
        "at 2026-11-22T19:56:57Z took 1.5s | at 2025-01-02 03:04:05.678 took 12s",
        "commit 8c60a50 in /home/runner/work/a/A.java | commit 6482625f00 in /tmp/b/c/A.java",
        "object 0x7f42a48d4710 | object 0x1",
        "id 123e4567-e89b-12d3-a456-426614174000 | id 00000000-e89b-12d3-a456-426614174999",
        "request id 93C2:95E39:1954C51 | request id A1B2:33E39:22222",
        "12 tests failed | 3 tests failed",
        "a\\b.go:59:12: G302 | a\\b.go:120:2: G302",
        "in python3.9/site-packages/a.py | in python3.13/site-packages/a.py",
        "src\\main\\A.java broke | lib\\A.java broke"
      })
  void whatChangesFromRunToRunDoesNotChangeIt(String one, String other) {
    assertThat(of(one)).isEqualTo(of(other)).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TestA failed | TestB failed",
        "in /tmp/A.java | in /tmp/B.java",
        "error TS2304 | error TS2322",
        "CVE-2021-44228 found | CVE-2021-45046 found"
      })
  void whatNamesTheCauseChangesIt(String one, String other) {
    assertThat(of(one)).isNotEqualTo(of(other));
  }

  private static String ran(String command, String... output) {
    var log = new ArrayList<>(List.of("##[group]Run " + command, "##[endgroup]"));
    log.addAll(List.of(output));
    log.add(FAILED);
    var diagnosis = Logs.diagnose(SHIPPED, Logs.github(log.toArray(String[]::new)));
    assertThat(diagnosis.category()).isNotEqualTo(Diagnosis.GENERAL);
    return diagnosis.fingerprint();
  }

  private static String maven(String project, String artifact, String repository) {
    return ran(
        "mvn -B package",
        "[ERROR] Failed to execute goal on project %s: Could not resolve dependencies for project com.acme:%s:jar:1.0: Could not transfer artifact %s:pom:2.0.13 from/to x (%s): status code: 503, reason phrase: Service Unavailable (503) -> [Help 1]"
            .formatted(project, project, artifact, repository));
  }

  private static String npm(String registry, String name) {
    return ran(
        "npm ci",
        "npm error code ECONNRESET",
        "npm error network request to https://%s/%s failed, reason: read ECONNRESET"
            .formatted(registry, name));
  }

  private static String go(String proxy, String module) {
    return ran(
        "go mod download",
        "go: %s@v1.6.0: Get \"https://%s/%s/@v/v1.6.0.zip\": net/http: TLS handshake timeout"
            .formatted(module, proxy, module));
  }

  private static String pip(String index, String name) {
    return ran(
        "pip install -r requirements.txt",
        "WARNING: Retrying (Retry(total=0)) after connection broken by 'ReadTimeoutError(\"HTTPSConnectionPool(host='%s', port=443): Read timed out.\")': /simple/%s/"
            .formatted(index, name),
        "ERROR: No matching distribution found for " + name);
  }

  private static String curl(String url) {
    return ran(
        "curl -fsSL " + url + " -o x.tgz", "curl: (22) The requested URL returned error: 503");
  }

  @Test
  void anOutageIsNamedByItsHostAndNotByWhatWasAskedForThere() {
    assertThat(
            List.of(
                maven("widgets", "org.slf4j:slf4j-api", "https://repo.maven.apache.org/maven2"),
                maven("gadgets", "com.google:guava", "https://repo.maven.apache.org/maven2"),
                maven("tools", "junit:junit", "https://repo.maven.apache.org/maven2")))
        .containsOnly(maven("x", "y:z", "https://repo.maven.apache.org/maven2"))
        .doesNotContain(maven("x", "y:z", "https://nexus.acme.example/maven2"));
    assertThat(npm("registry.npmjs.org", "react"))
        .isEqualTo(npm("registry.npmjs.org", "vue"))
        .isNotEqualTo(npm("npm.acme.example", "react"));
    assertThat(go("proxy.golang.org", "github.com/google/uuid"))
        .isEqualTo(go("proxy.golang.org", "github.com/spf13/cobra"))
        .isNotEqualTo(go("goproxy.io", "github.com/google/uuid"));
    assertThat(pip("pypi.org", "numpy"))
        .isEqualTo(pip("pypi.org", "django"))
        .isNotEqualTo(pip("pypi.acme.example", "numpy"));
  }

  @Test
  void aHostThatOnlyTheCommandNamesTellsOutagesApart() {
    assertThat(curl("https://dl.example.org/x.tgz"))
        .isEqualTo(curl("https://dl.example.org/other/y.tgz"))
        .isNotEqualTo(curl("https://cdn.other.example/x.tgz"));
  }

  @Test
  void twoFailedTestsOfOneFileAreTwoCauses() {
    var one =
        List.of(
            "FAIL src/cart.test.js",
            "  ● cart › adds vat",
            "Tests:       1 failed, 9 passed, 10 total");
    var other =
        List.of(
            "FAIL src/cart.test.js",
            "  ● cart › removes vat",
            "Tests:       1 failed, 9 passed, 10 total");
    assertThat(diagnose(one).fingerprint()).isNotEqualTo(diagnose(other).fingerprint());
    assertThat(rspec("Cart#total adds vat")).isNotEqualTo(rspec("Cart#total is rounded"));
  }

  private static String rspec(String example) {
    return diagnose(
            List.of(
                "  1) " + example,
                "     Failure/Error: expect(cart.total).to eq(119)",
                "3 examples, 1 failure",
                "rspec ./spec/cart_spec.rb:5 # " + example))
        .fingerprint();
  }

  @Test
  void twoVulnerabilitiesWithTheSameTotalAreTwoCauses() {
    assertThat(trivy("libssl3", "CVE-2024-5535")).isNotEqualTo(trivy("zlib1g ", "CVE-2023-0001"));
  }

  private static String trivy(String library, String id) {
    return ran(
        "trivy image acme/widgets",
        "Total: 1 (HIGH: 0, CRITICAL: 1)",
        "┌─────────┬───────────────┬──────────┐",
        "│ Library │ Vulnerability │ Severity │",
        "├─────────┼───────────────┼──────────┤",
        "│ " + library + " │ " + id + " │ CRITICAL │",
        "└─────────┴───────────────┴──────────┘");
  }
}
