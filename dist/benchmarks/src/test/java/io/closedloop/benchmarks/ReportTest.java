package io.closedloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
  private static final Metric SPEED = new Metric("speed", "MB/s");

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
  private final List<String> order = new ArrayList<>();

  @Test
  void contestantsTakeTurnsAndNobodyIsAlwaysFirst() throws Exception {
    new Rounds(3, printer).run(List.of(constant("a", 1), constant("b", 2), constant("c", 3)));

    assertThat(order).containsExactly("a", "b", "c", "b", "c", "a", "c", "a", "b");
  }

  @Test
  void theMedianIsNotMovedByOneSlowRound() {
    Results results = new Results(Map.of("a", Map.of(SPEED, List.of(10.0, 11.0, 900.0))));

    assertThat(results.median("a", SPEED)).isEqualTo(11);
    assertThat(Results.quantile(List.of(1.0, 2.0), 0.99)).isCloseTo(1.99, within(1e-9));
  }

  @Test
  void whatWasNotMeasuredIsNoZero() {
    Results results = new Results(Map.of());

    assertThatThrownBy(() -> results.median("rg", SPEED)).hasMessageContaining("rg");
  }

  @Test
  void anAimThatCouldNotBeMeasuredIsNotMet() throws Exception {
    Results results = new Rounds(1, printer).run(List.of(constant("a", 80)));
    Aim unknown = Aim.atMost("times b", Double.NaN, 1);

    new Report("ingest", results, List.of(unknown), List.of()).print(printer);

    assertThat(unknown.met()).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("not measured");
  }

  @Test
  void aMissedAimIsSaidAndWritten() throws Exception {
    Results results = new Rounds(1, printer).run(List.of(constant("a", 80), constant("b", 100)));
    Report report =
        new Report(
            "matcher",
            results,
            List.of(
                Aim.atLeast("times b", results.ratio("a", "b", SPEED), 1.2),
                Aim.atMost("slowness", 3, 4)),
            List.of("c is not installed"));

    report.print(printer);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("times b", "≥ 1.20", "0.80  missed", "met", "note: c is not installed");
    var written = new JsonMapper().readTree(report.write(folder).toFile());
    assertThat(written.at("/contestants/a/speed MB~1s/median").asDouble()).isEqualTo(80);
    assertThat(written.at("/aims/0/met").isMissingNode()).isTrue();
    assertThat(written.at("/aims/0/wanted").asDouble()).isEqualTo(1.2);
  }

  @Test
  void columnsStandUnderTheirHeadings() {
    Table table = new Table(List.of("who", "p99 ms"));
    table.add(List.of("closedloop", Table.number(1234.5)));

    assertThat(table.toString()).isEqualTo("who         p99 ms\nclosedloop   1,235\n");
  }

  @Test
  void theKernelTellsWhatThisProcessComputedAndHolds() throws Exception {
    Cpu self = new Cpu(ProcessHandle.current().pid());

    assertThat(self.seconds()).isPositive();
    assertThat(self.residentMegabytes()).isBetween(10.0, self.peakMegabytes());
    assertThat(self.proportionalMegabytes()).isPositive();
  }

  private Contestant constant(String name, double value) {
    return Contestant.of(
        name,
        () -> {
          order.add(name);
          return Map.of(SPEED, value);
        });
  }
}
