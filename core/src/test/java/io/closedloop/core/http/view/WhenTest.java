package io.closedloop.core.http.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT2S, now",
    "PT59S, 59 s ago",
    "PT61S, 1 min ago",
    "PT47H, 47 h ago",
    "PT49H, 2 days ago",
    "PT-90M, in 1 h"
  })
  void anInstantIsToldFromNow(Duration ago, String words) {
    assertThat(When.of(NOW.minus(ago), NOW).words()).isEqualTo(words);
  }
}
