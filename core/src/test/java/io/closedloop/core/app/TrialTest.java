package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.LogCapture;
import io.closedloop.core.diagnose.LogExcerpt;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.SignatureEntry;
import io.closedloop.core.diagnose.SignatureLoader;
import io.closedloop.core.diagnose.SignatureSource;
import io.closedloop.core.diagnose.SignatureTrial;
import io.closedloop.core.history.FailedJob;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures of an operator, before they are switched on. */
class TrialTest {
  private static final String LOG =
      """
      ##[group]Run ./deploy
      ##[endgroup]
      our proxy said no
      ##[error]Process completed with exit code 1.
      """;
  @TempDir Path folder;

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<SignatureEntry> load(String id, String words) {
    String yaml =
        """
        category: infrastructure
        signatures:
          - id: %s
            subcategory: network
            tool: proxy
            transient: yes
            weight: 80
            pattern: '%s'
            positive: '%s'
            negative: x
            source: {kind: run, what: proxy 1}
        """
            .formatted(id, words, words);
    return SignatureLoader.load(
            List.of(new SignatureSource("own.yml", null, () -> stream(yaml))),
            Set.of("infrastructure"))
        .entries();
  }

  private static DiagnosisEngine engine(List<SignatureEntry> entries) {
    return new DiagnosisEngine(
        entries.stream().map(SignatureEntry::signature).toList(), 0.3, Refiner.NONE);
  }

  private static Trial trial(
      List<SignatureEntry> present, List<SignatureEntry> tried, String input) {
    return Trial.of(present, tried, TrialTest::engine, List.of(), stream(input));
  }

  @Test
  void eachMatchIsShownAndWhatTheDiagnosisWouldBe() throws IOException {
    var file = Files.writeString(folder.resolve("a.log"), LOG);
    var result = trial(List.of(), load("proxy", "proxy said no"), "").onLog(file.toString());
    assertThat(result.matches())
        .containsExactly(
            new SignatureTrial.Match(
                "infrastructure", "proxy", 3, "our proxy said no", "output", "Run ./deploy"));
    assertThat(result.without().category()).isEqualTo("general");
    assertThat(result.with().category()).isEqualTo("infrastructure");
    assertThat(result.changed()).isTrue();
  }

  @Test
  void aTriedSignatureStandsInForThePresentOneOfItsId() throws IOException {
    var present = load("proxy", "no such words");
    var trial = trial(present, load("proxy", "proxy said no"), LOG);
    assertThat(trial.replaced()).isEqualTo(present);
    assertThat(trial.with().signatures()).hasSize(1);
    assertThat(trial.onLog("-").with().category()).isEqualTo("infrastructure");
  }

  @Test
  void standardInputIsReadOnceForAll() throws IOException {
    var result = trial(List.of(), load("proxy", "proxy said no"), LOG).onLog("-");
    assertThat(result.matches()).hasSize(1);
    assertThat(result.with().category()).isEqualTo("infrastructure");
    assertThat(trial(List.of(), load("other", "something else"), LOG).onLog("-").changed())
        .isFalse();
  }

  private static FailedJob stored(DiagnosisEngine engine, String log) throws IOException {
    try (var capture = new LogCapture(stream(log))) {
      var examined = engine.examine(capture, null, null, List.of());
      var diagnosis = examined.diagnosis();
      return new FailedJob(
          "octo/shop",
          1,
          "build",
          70,
          1,
          Instant.EPOCH,
          diagnosis.category(),
          diagnosis.subcategory(),
          diagnosis.tool(),
          diagnosis.transientFailure(),
          diagnosis.fingerprint(),
          new FailedJob.Context(List.of(), List.of()),
          LogExcerpt.of(capture, examined.explanation()));
    }
  }

  @Test
  void aStoredFailureIsChangedTheSameOrCannotBeCompared() throws IOException {
    var trial = trial(load("old", "disk is full"), load("proxy", "proxy said no"), "");
    assertThat(trial.onPast(stored(trial.without(), LOG)))
        .isInstanceOfSatisfying(
            Trial.Compared.Changed.class,
            changed -> {
              assertThat(changed.change().without().category()).isEqualTo("general");
              assertThat(changed.change().with().tool()).isEqualTo("proxy");
            });
    assertThat(
            trial.onPast(stored(trial.without(), LOG.replace("our proxy said no", "disk is full"))))
        .isInstanceOf(Trial.Compared.Same.class);
    var earlier = engine(load("gone", "our proxy"));
    assertThat(trial.onPast(stored(earlier, LOG))).isInstanceOf(Trial.Compared.Not.class);
  }
}
