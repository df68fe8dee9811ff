package io.closedloop.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.EvidenceLine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
  private static final Policy.Backoff USUAL =
      new Policy.Backoff(true, 5, Duration.ofSeconds(30), 2, Duration.ofMinutes(30), 0.1);
  private static final Retries RETRIES =
      new Retries(
          USUAL,
          Map.of(
              "testing",
              new Retries.Strategy(2, null, List.of("timeout", "rate limit", "c++", ""))));

  private static Diagnosis saying(String category, String line) {
    return new Diagnosis(
        category,
        "any",
        null,
        false,
        0.9,
        List.of(new EvidenceLine(1, line, null)),
        "f",
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "testing,Read TIMEOUT after 3 s,true",
    "testing,'timeout',true",
    "testing,'the rate limit: exceeded',true",
    "testing,'c++: killed',true",
    "testing,'connectTimeoutMillis=5, notimeout, timeouts',false",
    "testing,'notimeout but a timeout',true",
    "testing,AssertionError,false",
    "security,timeout,false"
  })
  void aWordOfTheCategoryCountsWhereItStandsByItself(String category, String line, boolean may) {
    assertThat(RETRIES.mayPass(saying(category, line))).isEqualTo(may);
  }

  @Test
  void whatACategoryDoesNotSayIsTakenFromTheRest() {
    assertThat(RETRIES.of("testing").maxAttempts()).isEqualTo(2);
    assertThat(RETRIES.of("testing").base()).isEqualTo(USUAL.base());
    assertThat(RETRIES.of("other")).isEqualTo(USUAL);
  }
}
