package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

  private static String of(String line) {
    return Fingerprint.of("infrastructure", "curl", "dns", line);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "connect to 10.0.0.1:4711 failed after 31 ms | connect to 192.168.7.9:80 failed after 5000 ms",
        "at 2026-11-22T19:56:57Z took 1.5s | at 2025-01-02 03:04:05.678 took 12s",
        "commit 8c60a50 in /home/runner/work/a/A.java | commit 6482625f00 in /tmp/b/c/A.java",
        "object 0x7f42a48d4710 | object 0x1",
        "id 123e4567-e89b-12d3-a456-426614174000 | id 00000000-e89b-12d3-a456-426614174999",
        "12 tests failed | 3 tests failed",
        "src\\main\\A.java broke | lib\\A.java broke"
      })
  void whatChangesFromRunToRunDoesNotChangeIt(String one, String other) {
    assertThat(of(one)).isEqualTo(of(other)).matches("[0-9a-f]{16}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"TestA failed | TestB failed", "in /tmp/A.java | in /tmp/B.java"})
  void whatNamesTheCauseChangesIt(String one, String other) {
    assertThat(of(one)).isNotEqualTo(of(other));
  }
}
