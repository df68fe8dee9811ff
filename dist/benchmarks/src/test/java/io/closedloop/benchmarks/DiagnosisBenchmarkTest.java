package io.closedloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnosisBenchmarkTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static JsonNode label(String category, @Nullable String other, boolean passes, int line) {
    return JSON.readTree(
        "{\"id\":\"x\",\"category\":\"%s\",\"alt_category\":%s,\"transient\":%s,\"evidence\":\"it broke\",\"evidence_line_no\":%d}"
            .formatted(category, other == null ? "null" : '"' + other + '"', passes, line));
  }

  private static JsonNode said(
      String category, double confidence, boolean passes, int line, String text) {
    return JSON.readTree(
        "{\"category\":\"%s\",\"confidence\":%s,\"transient\":%s,\"evidence\":[{\"line\":%d,\"text\":\"%s\"}]}"
            .formatted(category, confidence, passes, line, text));
  }

  private static DiagnosisBenchmark judged() {
    var benchmark = new DiagnosisBenchmark();
    benchmark.judge(
        Map.of(
            "right", label("testing", null, false, 10),
            "second", label("testing", "performance", true, 10),
            "wrong", label("dependencies", null, false, 10),
            "unknown", label("security", null, true, 10),
            "quiet", label("none", null, false, 0),
            "alarm", label("none", null, false, 0),
            "absent", label("testing", null, false, 1)),
        Map.of(
            "right", said("testing", 0.97, false, 13, "x"),
            "second", said("performance", 0.96, true, 1, "there it broke"),
            "wrong", said("testing", 0.55, true, 99, "x"),
            "unknown", said("general", 0.2, false, 14, "x"),
            "quiet", said("none", 1, false, 0, ""),
            "alarm", said("testing", 0.4, false, 3, "x")));
    return benchmark;
  }

  @Test
  void eachFigureCountsWhatItSays() {
    var benchmark = judged();

    assertThat(benchmark.strict()).isEqualTo(new Share(1, 4));
    assertThat(benchmark.lenient()).isEqualTo(new Share(2, 4));
    assertThat(benchmark.evidence()).isEqualTo(new Share(2, 4));
    assertThat(benchmark.falseAlarms()).isEqualTo(new Share(1, 2));
    assertThat(benchmark.transientF1()).isEqualTo(0.5);
    assertThat(benchmark.aims()).hasSize(5).noneMatch(Aim::met);
  }

  @Test
  void coverageReliabilityAndErrorsArePrintedApart() {
    var out = new ByteArrayOutputStream();
    judged().print(new PrintStream(out, true, StandardCharsets.UTF_8));

    assertThat(out.toString(StandardCharsets.UTF_8).lines().map(String::strip))
        .anyMatch(line -> line.matches("failures whose cause was named +3/4 = 75.0 % .*"))
        .anyMatch(line -> line.matches("right where named +2/3 = 66.7 % .*"))
        .anyMatch(line -> line.matches("called general: cause not known +1/4 = 25.0 % .*"))
        .anyMatch(line -> line.matches("0.95 to 1.00 +2 +0.9[67] +2/2 = 100.0 % .*"))
        .anyMatch(line -> line.matches("0.50 to 0.60 +1 +0.55 +0/1 = 0.0 % .*"))
        .anyMatch("wrong: x is dependencies, said testing (0.55)"::equals)
        .anyMatch("no answer for: [absent]"::equals);
  }

  @Test
  void anIntervalIsWilsons() {
    var share = new Share(8, 10);

    assertThat(share.low()).isCloseTo(0.4902, within(0.0001));
    assertThat(share.high()).isCloseTo(0.9433, within(0.0001));
    assertThat(new Share(0, 0)).hasToString("0/0");
  }
}
