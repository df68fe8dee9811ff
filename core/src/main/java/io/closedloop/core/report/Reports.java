package io.closedloop.core.report;

import java.util.List;
import java.util.Set;

/**
 * What reports say together.
 *
 * @param tests those that passed or failed; skipped ones are left out
 * @param findings errors of static analysis
 * @param cut names of the artifacts of which not all could be read
 */
public record Reports(List<TestResult> tests, List<Finding> findings, Set<String> cut) {
  /** Nothing was reported. */
  public static final Reports NONE = new Reports(List.of(), List.of(), Set.of());

  public Reports {
    tests = List.copyOf(tests);
    findings = List.copyOf(findings);
    cut = Set.copyOf(cut);
  }

  /** The tests that failed. */
  public List<TestResult> failed() {
    return tests.stream().filter(test -> !test.passed()).toList();
  }
}
