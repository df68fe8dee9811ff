package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence;
import io.closedloop.core.report.Reports;
import io.closedloop.core.report.TestResult;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The failed tests of one job. A report names no job, so they are those that its log names: by
 * suite and name, as one word stands in many logs, or by a name of several words. A log that says
 * nothing names none; then they are those of the artifacts that belong to the job.
 *
 * @param evidence those that the log names
 * @param together they, and whatever else failed in the same artifacts, which the log may call
 *     otherwise; empty where not all of that is known
 */
record FailedTests(List<Evidence.FailedTest> evidence, List<Evidence.FailedTest> together) {
  private static final int MOST = 50;

  /** Beyond so many failed tests nobody looks for each in the log. */
  private static final int MOST_LOOKED_FOR = 1_000;

  static FailedTests of(Reports reports, LogCapture log, Predicate<String> owned) {
    List<TestResult> failed = reports.failed();
    List<TestResult> said =
        failed.stream().limit(MOST_LOOKED_FOR).filter(test -> names(log, test)).toList();
    List<TestResult> named =
        said.isEmpty() ? failed.stream().filter(test -> owned.test(test.report())).toList() : said;
    Set<String> artifacts = named.stream().map(TestResult::report).collect(Collectors.toSet());
    boolean whole =
        failed.size() <= MOST_LOOKED_FOR && Collections.disjoint(artifacts, reports.cut());
    Stream<TestResult> beside = failed.stream().filter(test -> artifacts.contains(test.report()));
    return new FailedTests(
        named.stream()
            .map(test -> new Evidence.FailedTest(test.suite(), test.name(), test.message()))
            .distinct()
            .limit(MOST)
            .toList(),
        whole
            ? Stream.concat(named.stream(), beside)
                .map(test -> new Evidence.FailedTest(test.suite(), test.name(), ""))
                .distinct()
                .toList()
            : List.of());
  }

  private static boolean names(LogCapture log, TestResult test) {
    return log.mentions(test.name())
        && (test.name().strip().contains(" ") || log.mentions(shortly(test.suite())));
  }

  /** A suite's own name: without package, module or folder, which logs often leave out. */
  private static String shortly(String suite) {
    int slash = suite.lastIndexOf('/');
    return suite.substring((slash >= 0 ? slash : suite.lastIndexOf('.')) + 1);
  }
}
