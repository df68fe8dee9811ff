package io.closedloop.core.report;

import io.closedloop.api.Evidence;
import java.util.List;

/**
 * What reports say together.
 *
 * @param tests those that passed or failed; skipped ones are left out
 * @param findings errors of static analysis
 */
public record Reports(List<TestResult> tests, List<Evidence.Annotation> findings) {
  /** Nothing was reported. */
  public static final Reports NONE = new Reports(List.of(), List.of());

  public Reports {
    tests = List.copyOf(tests);
    findings = List.copyOf(findings);
  }

  /** The tests that failed. */
  public List<TestResult> failed() {
    return tests.stream().filter(test -> !test.passed()).toList();
  }
}
