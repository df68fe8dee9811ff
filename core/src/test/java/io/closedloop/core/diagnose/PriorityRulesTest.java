package io.closedloop.core.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Priority;
import io.closedloop.core.diagnose.PriorityRules.Boost;
import io.closedloop.core.diagnose.PriorityRules.Circumstances;
import io.closedloop.core.diagnose.PriorityRules.Jobs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityRulesTest {
  private static final PriorityRules RULES =
      new PriorityRules(
          Duration.ofHours(24),
          Map.of(
              Priority.CRITICAL, 50.0,
              Priority.HIGH, 30.0,
              Priority.MEDIUM, 15.0,
              Priority.LOW, 5.0),
          Map.of(Priority.CRITICAL, 10, Priority.HIGH, 5, Priority.MEDIUM, 3, Priority.LOW, 1),
          Set.of("CodeQL Analysis"),
          Map.of(
              "scanning", new Boost(2, List.of("scan", "audit")),
              "style", new Boost(1, List.of("lint")),
              "plain", new Boost(0, List.of("test"))));

  private static Circumstances failure(
      String category, String workflow, Jobs jobs, String... names) {
    return new Circumstances(category, workflow, List.of(names), false, false, jobs);
  }

  private static Priority of(String category, Jobs jobs, String... names) {
    return RULES.of(failure(category, "CI", jobs, names)).level();
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 1, low", // 1 %
    "100, 100, 5, high", // 5 %, but five of them
    "20, 10, 1, low", // 10 %
    "5, 7, 1, low", // 14.3 %
    "5, 6, 1, medium", // 16.7 %
    "5, 5, 1, medium", // 20 %
    "5, 6, 2, high", // 33.3 %
    "5, 4, 2, critical", // 50 %
    "4, 4, 2, low", // 50 %, but of four runs
    "4, 4, 3, medium", // three of them
    "9, 1000, 4, medium",
    "9, 1000, 9, high",
    "9, 1000, 10, critical",
  })
  void theHigherOfRateAndCountCounts(long runs, long jobs, long failed, String level) {
    assertThat(of("plain", new Jobs(runs, jobs, failed)).word()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, build, low",
    "style, build, medium",
    "scanning, build, high",
    "plain, Scan the image, high",
    "plain, dependency-audit, high",
    "plain, npm run lint:fix, medium",
    "plain, lint_all, medium",
    "plain, Linting, low", // whole words only, or "pip" would be found in "Pipeline"
    "style, Scan the image, high", // not both boosts
    "scanning, lint, high",
    "plain, client, low", // "lint" is no word there
    "unheard_of, build, low",
  })
  void theCategoryOrAWordInANameRaisesItOnce(String category, String job, String level) {
    assertThat(of(category, new Jobs(1, 3, 1), job).word()).isEqualTo(level);
  }

  @Test
  void aCriticalWorkflowIsCriticalWhateverElse() {
    PriorityRules.Found found = RULES.of(failure("plain", "CodeQL Analysis", new Jobs(1, 1, 1)));

    assertThat(found.level()).isEqualTo(Priority.CRITICAL);
    assertThat(found.reasons().getLast()).contains("failure_detection.critical_workflows");
  }

  @Test
  void theDefaultBranchAndAProtectedOneRaiseItByOne() {
    for (boolean isDefault : List.of(true, false)) {
      Circumstances failure =
          new Circumstances("plain", "CI", List.of(), isDefault, !isDefault, new Jobs(1, 3, 1));
      assertThat(RULES.of(failure).level()).isEqualTo(Priority.MEDIUM);
    }
    Circumstances both = new Circumstances("plain", "CI", List.of(), true, true, new Jobs(1, 3, 1));
    assertThat(RULES.of(both).level()).isEqualTo(Priority.MEDIUM);
  }

  @Test
  void nothingIsAboveCritical() {
    Circumstances worst =
        new Circumstances("scanning", "CodeQL Analysis", List.of(), true, true, new Jobs(9, 9, 9));
    assertThat(RULES.of(worst).level()).isEqualTo(Priority.CRITICAL);
  }

  @Test
  void eachRuleSaysWhatItDid() {
    Circumstances failure =
        new Circumstances("style", "CI", List.of("build"), true, false, new Jobs(6, 24, 4));
    assertThat(RULES.of(failure).reasons())
        .containsExactly(
            "rate: 4 of 24 jobs in 6 runs of CI on the default branch failed within 24 h, 16.7 %: medium",
            "count: 4 failed: medium",
            "the higher of both: medium",
            "category style, +1: high",
            "default branch, +1: critical");
    assertThat(RULES.of(failure("plain", "CI", new Jobs(1, 2, 1), "build")).reasons())
        .containsExactly(
            "rate: 1 of 2 jobs in 1 run of CI on other branches failed within 24 h, which does not count below 5 runs",
            "count: 1 failed: low",
            "the higher of both: low",
            "category plain: no boost");
  }
}
