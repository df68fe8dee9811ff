package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private final DiagnosisEngine engine = Logs.engine();

  private Explanation explain(String... lines) throws IOException {
    return engine.examine(Logs.stream(Logs.github(lines)), null, null, List.of()).explanation();
  }

  @Test
  void theWinnerShowsItsMatchesAndTheLoserWhy() throws IOException {
    var explanation =
        explain(
            "##[group]Run pytest || true",
            "##[endgroup]",
            "FAILED a.py::b",
            "##[group]Run ./fetch",
            "##[endgroup]",
            "Connection refused, password=hunter2",
            "##[error]Process completed with exit code 1.");
    assertThat(explanation.decision())
        .startsWith("infrastructure, 0.")
        .contains("its matches say 0.55, those of the next, testing, 0.09");
    var won = explanation.candidates().get(0);
    assertThat(won.category()).isEqualTo("infrastructure");
    assertThat(won.why()).isEqualTo("says the most");
    assertThat(won.matches())
        .singleElement()
        .satisfies(match -> {
          assertThat(match.signature()).isEqualTo("refused");
          assertThat(match.line()).isEqualTo(6);
          assertThat(match.step()).isEqualTo("Run ./fetch");
          assertThat(match.kind()).isEqualTo("output");
          assertThat(match.text()).isEqualTo("Connection refused, password=***");
          assertThat(match.score()).isEqualTo(0.55);
          assertThat(match.factors())
              .extracting(Factor::name, Factor::value)
              .contains(
                  org.assertj.core.groups.Tuple.tuple("weight", 0.55),
                  org.assertj.core.groups.Tuple.tuple("place", 1.0));
        });
    var lost = explanation.candidates().get(1);
    assertThat(lost.category()).isEqualTo("testing");
    assertThat(lost.why())
        .contains("says less", "for its place: its step did not fail, and another one did (0.10)");
  }

  @Test
  void furtherSignaturesAreTheSupport() throws IOException {
    var explanation =
        explain(
            "##[group]Run pytest",
            "##[endgroup]",
            "E   assert 1 == 2",
            "FAILED a.py::b",
            "FAILED a.py::c",
            "##[error]Process completed with exit code 1.");
    var won = explanation.candidates().getFirst();
    assertThat(won.support()).isEqualTo(0.03);
    assertThat(won.matches()).extracting(Explanation.Match::line).containsExactly(4, 3);
    assertThat(won.matches().getFirst().times()).isEqualTo(2);
    assertThat(won.matches().getFirst().lastLine()).isEqualTo(5);
    assertThat(ExplanationText.of(explanation))
        .anyMatch(
            line -> line.contains("test_failed, line 4 and 1 more to line 5, in \"Run pytest\""))
        .anyMatch(
            line -> line.contains("0.90 = weight 0.90 (what the signature says of itself) × "));
  }

  @Test
  void whatIsTooUnsureSaysHowMuchIsMissing() throws IOException {
    var strict =
        new DiagnosisEngine(
            Logs.signatures(Logs.one("refused", "refused", 55, true), "infrastructure"),
            0.9,
            Refiner.NONE);
    var examined =
        strict.examine(
            Logs.stream(
                Logs.github(
                    "##[group]Run x",
                    "##[endgroup]",
                    "refused",
                    "##[error]Process completed with exit code 1.")),
            null,
            null,
            List.of());
    assertThat(examined.diagnosis().category()).isEqualTo("general");
    assertThat(examined.explanation().decision())
        .matches(
            "infrastructure says the most, but is only 0\\.\\d\\d sure, and 0\\.90 is the minimum: general\\.");
  }

  @Test
  void aLogWithoutFailureAndOneWithoutMatchSaySo() throws IOException {
    assertThat(explain("all is well").decision()).contains("No failure", "no signature matches");
    assertThat(explain("##[error]Process completed with exit code 1.").decision())
        .isEqualTo("It failed, and no signature matches: general.");
  }

  @Test
  void itStaysSmallWhateverTheLogHolds() throws IOException {
    var lines = new java.util.ArrayList<>(List.of("##[group]Run pytest", "##[endgroup]"));
    lines.addAll(Collections.nCopies(5000, "FAILED " + "x".repeat(3000)));
    lines.add("##[error]Process completed with exit code 1.");
    var explanation = explain(lines.toArray(String[]::new));
    assertThat(String.join("\n", ExplanationText.of(explanation)).length()).isLessThan(1500);
  }
}
