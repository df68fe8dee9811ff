package io.closedloop.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KpiReaderTest {
  private static final double GOAL = 120;

  @Test
  void withoutSamplesThereIsNoFigure() {
    assertThat(KpiReader.time(new long[0], GOAL))
        .isEqualTo(new Kpis.Time(0, null, null, null, GOAL, null));
  }

  @Test
  void oneSampleIsEveryFigure() {
    assertThat(KpiReader.time(new long[] {7_000_000}, GOAL))
        .isEqualTo(new Kpis.Time(1, 7.0, 7.0, 7.0, GOAL, true));
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    Kpis.Time time =
        KpiReader.time(new long[] {1_000_000, 2_000_000, 4_000_000, 593_000_000}, GOAL);
    assertThat(time).isEqualTo(new Kpis.Time(4, 150.0, 3.0, 593.0, GOAL, false));
  }

  @Test
  void theNinetyFifthPercentileIsASampleThatThatManyDoNotExceed() {
    long[] seconds = LongStream.rangeClosed(1, 100).map(s -> s * 1_000_000).toArray();
    assertThat(KpiReader.time(seconds, GOAL).p95Seconds()).isEqualTo(95.0);
  }
}
