package io.closedloop.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.learn.WindowAnalysis.Direction;
import io.closedloop.core.learn.WindowAnalysis.Failed;
import io.closedloop.core.learn.WindowAnalysis.Ran;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowAnalysisTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final WindowAnalysis.Scope SCOPE =
      new WindowAnalysis.Scope("octo/shop", NOW.minusSeconds(86_400), NOW);

  private static WindowAnalysis analysis(List<Ran> ran, List<Ran> before, List<Failed> failed) {
    return WindowAnalysis.of(SCOPE, ran, before, failed);
  }

  @Test
  void countsAreSummedUpAndSharesTaken() {
    WindowAnalysis analysis =
        analysis(
            List.of(new Ran("Docs", 4, 0, 4, 0), new Ran("CI", 6, 3, 16, 5)),
            List.of(),
            List.of(
                new Failed("testing", "f1", 1, NOW),
                new Failed("testing", "f2", 2, NOW),
                new Failed("dependencies", "f3", 1, NOW),
                new Failed(null, null, 1, NOW)));

    assertThat(analysis.totals()).isEqualTo(new WindowAnalysis.Totals(10, 3, 0.3, 20, 5, 0.25));
    assertThat(analysis.workflows())
        .extracting(WindowAnalysis.Workflow::name)
        .containsExactly("CI", "Docs");
    assertThat(analysis.categories())
        .containsExactly(
            new WindowAnalysis.Category("testing", 3, 0.15, 0.6),
            new WindowAnalysis.Category(null, 1, 0.05, 0.2),
            new WindowAnalysis.Category("dependencies", 1, 0.05, 0.2));
    assertThat(analysis.causes())
        .extracting(WindowAnalysis.Cause::fingerprint)
        .containsExactly("f2", "f1", "f3");
  }

  @Test
  void withoutDataThereAreNoRates() {
    WindowAnalysis analysis = analysis(List.of(), List.of(), List.of());

    assertThat(analysis.totals().failedRunRate()).isNull();
    assertThat(analysis.totals().failedJobRate()).isNull();
    assertThat(analysis.trend().direction()).isEqualTo(Direction.UNKNOWN);
    assertThat(analysis.categories()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 5, 10, 2, RISING",
    "10, 2, 10, 5, FALLING",
    "100, 13, 100, 10, STEADY",
    "100, 10, 100, 13, STEADY",
    "4, 4, 100, 0, UNKNOWN",
    "100, 50, 4, 0, UNKNOWN",
  })
  void theTrendIsThatOfTheRateOfFailedRuns(
      long runs, long failed, long runsBefore, long failedBefore, Direction direction) {
    WindowAnalysis analysis =
        analysis(
            List.of(new Ran("CI", runs, failed, runs, failed)),
            List.of(new Ran("CI", runsBefore, failedBefore, runsBefore, failedBefore)),
            List.of());
    assertThat(analysis.trend().direction()).isEqualTo(direction);
  }

  @Test
  void theTrendIsTold() {
    WindowAnalysis analysis =
        analysis(
            List.of(new Ran("CI", 10, 5, 10, 5)), List.of(new Ran("CI", 8, 2, 8, 2)), List.of());
    assertThat(analysis.trend().words())
        .isEqualTo("rising: 50 % of 10 runs failed, after 25 % of 8 in the window before");
    assertThat(analysis.trend().change()).isEqualTo(0.25);
  }

  @Test
  void onlyTheMostFrequentCausesAreListed() {
    List<Failed> many =
        IntStream.rangeClosed(1, 30)
            .mapToObj(n -> new Failed("testing", "f" + n, n, NOW.plusSeconds(n)))
            .toList();
    assertThat(analysis(List.of(), List.of(), many).causes())
        .hasSize(10)
        .first()
        .satisfies(cause -> assertThat(cause.fingerprint()).isEqualTo("f30"));
  }
}
