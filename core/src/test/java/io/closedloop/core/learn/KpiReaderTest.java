package io.closedloop.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KpiReaderTest {
  private static final double GOAL = 120;

  @Test
  void daysWithoutIncidentsAreNotKeptWithoutBoundEither(@TempDir Path folder) {
    try (Store store = Stores.open(folder, InstantSource.system())) {
      var reader = new KpiReader(store, new ChangedDays(), 50);
      var to = Instant.parse("2026-11-22T10:00:00Z");
      for (int i = 0; i < 10; i++) {
        reader.read(new KpiReader.Scope(to.minus(Duration.ofDays(10)), to, "octo/r" + i, null));
      }
      assertThat(reader.kept()).isBetween(1L, 50L);
    }
  }

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
