package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.report.TestResult;
import java.util.List;
import java.util.Optional;

/** What is remembered of tests from other runs. */
public interface TestMemory {
  /** Remembers nothing. */
  TestMemory NONE =
      new TestMemory() {
        @Override
        public void remember(WorkflowRun run, List<TestResult> tests) {}

        @Override
        public Optional<String> flaky(WorkflowRun run, List<Evidence.FailedTest> failed) {
          return Optional.empty();
        }
      };

  /** Remembers how the tests of a run ended. */
  void remember(WorkflowRun run, List<TestResult> tests);

  /** Why these tests may pass by themselves, empty when one of them is not known to. */
  Optional<String> flaky(WorkflowRun run, List<Evidence.FailedTest> failed);
}
