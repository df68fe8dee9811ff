package io.closedloop.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffDelayTest {
  private static Policy.Backoff backoff(double jitter) {
    return new Policy.Backoff(true, 3, Duration.ofSeconds(30), 2, Duration.ofSeconds(1800), jitter);
  }

  @ParameterizedTest
  @CsvSource({"1,30", "2,60", "3,120", "4,240", "5,480", "6,960", "7,1800", "8,1800", "5000,1800"})
  void thePauseDoublesUpToTheCap(int n, int seconds) {
    assertThat(new BackoffDelay(backoff(0), new Random(1)).before(n))
        .isEqualTo(Duration.ofSeconds(seconds));
    BackoffDelay jittered = new BackoffDelay(backoff(0.1), new Random(1));
    for (int i = 0; i < 200; i++) {
      assertThat(jittered.before(n))
          .isBetween(Duration.ofMillis(seconds * 900L), Duration.ofMillis(seconds * 1100L));
    }
    assertThat(jittered.before(n)).isNotEqualTo(jittered.before(n));
  }
}
