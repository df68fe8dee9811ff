package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.config.YamlDocument;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Small logs and signatures for tests. */
final class Logs {
  /** One signature for each of two categories, and one that speaks for general. */
  static final String SIGNATURES =
      """
      category: ignored
      signatures:
        - id: test_failed
          tool: pytest
          subcategory: unit_test
          transient: no
          weight: 90
          pattern: '^FAILED (?P<test>\\S+)'
          captures: test
          positive: 'FAILED a.py::b'
          negative: 'PASSED a.py::b'
          source: {kind: run, what: pytest 9.0.3}
        - id: assertion
          tool: pytest
          subcategory: unit_test
          transient: no
          weight: 60
          pattern: '^E +assert'
          literal: assert
          positive: 'E   assert 1 == 2'
          negative: assert
          source: {kind: run, what: pytest 9.0.3}
        - id: formatted_file
          tool: formatter
          subcategory: format
          transient: no
          weight: 80
          pattern: '^\\S+\\.java$'
          literal: .java
          command: --dry-run
          positive: A.java
          negative: 'A.java:1: error'
          source: {kind: run, what: formatter 1}
      """;

  private Logs() {}

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<Signature> signatures(String yaml, String category) {
    var source = new SignatureSource("signatures.yml", category, () -> stream(yaml));
    var loaded = SignatureLoader.load(List.of(source), Set.of());
    if (!loaded.problems().isEmpty()) {
      throw new IllegalStateException(loaded.problems().toString());
    }
    return loaded.signatures();
  }

  static DiagnosisEngine engine() {
    var all = new ArrayList<>(signatures(SIGNATURES, "testing"));
    all.addAll(signatures(one("refused", "connection refused", 55, true), "infrastructure"));
    return new DiagnosisEngine(all, DiagnosisEngine.DEFAULT_MINIMUM_CONFIDENCE, Refiner.NONE);
  }

  static String one(String id, String words, int weight, boolean passes) {
    return """
    signatures:
      - id: %s
        subcategory: network
        transient: %s
        weight: %d
        pattern: '(?i)%s'
        literal: '%s'
        positive: 'x %s'
        negative: x
        source: {kind: documentation, what: a page}
    """
        .formatted(id, passes ? "yes" : "no", weight, words, words, words);
  }

  static Diagnosis diagnose(DiagnosisEngine engine, String log) {
    try {
      return engine.diagnose(stream(log), null, null, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As GitHub's API returns a job's log. */
  static String github(String... lines) {
    var log = new StringBuilder("\ufeff");
    for (var line : lines) {
      log.append("2026-05-19T19:35:08.6601981Z ").append(line).append("\r\n");
    }
    return log.toString();
  }

  static YamlDocument.Value yaml(String text) throws YamlDocument.Malformed {
    return YamlDocument.read(new java.io.StringReader(text));
  }
}
