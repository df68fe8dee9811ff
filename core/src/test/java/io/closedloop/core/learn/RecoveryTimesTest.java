package io.closedloop.core.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.learn.RecoveryTimes.Basis;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTimesTest {
  private static final long SECOND = 1_000_000;

  @Test
  void theMedianOfTheSameRootCauseWinsOverTheCategory() {
    assertThat(
            RecoveryTimes.expected(
                List.of(100 * SECOND, 20 * SECOND, 60 * SECOND), List.of(7 * SECOND)))
        .isEqualTo(
            new RecoveryTimes.Expected(
                Basis.FINGERPRINT,
                3,
                60.0,
                "60 s, the median of 3 recovered incidents with this root cause"));
  }

  @Test
  void withoutOneTheCategoryIsAsked() {
    assertThat(RecoveryTimes.expected(List.of(), List.of(300 * SECOND, 500 * SECOND)))
        .isEqualTo(
            new RecoveryTimes.Expected(
                Basis.CATEGORY,
                2,
                400.0,
                "7 min, the median of 2 recovered incidents of this category; none with this root cause recovered yet"));
  }

  @Test
  void withoutAnyThatIsSaid() {
    RecoveryTimes.Expected none = RecoveryTimes.expected(List.of(), List.of());
    assertThat(none.basis()).isEqualTo(Basis.NONE);
    assertThat(none.medianSeconds()).isNull();
    assertThat(none.words()).startsWith("unknown");
  }
}
