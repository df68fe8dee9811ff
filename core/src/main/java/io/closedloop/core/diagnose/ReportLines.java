package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence;
import io.closedloop.core.report.Finding;
import io.closedloop.core.report.TestResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What reports say, a line each, as signatures with {@code reads: report} match it: {@code JUnit:
 * suite.test failed: message} or {@code SARIF: tool: rule [what it is about]: message}. So which
 * category that speaks for is data, as it is of a log's lines.
 */
final class ReportLines {
  private static final int LONGEST_MESSAGE = 300;

  private final List<Signature> signatures;

  ReportLines(List<Signature> all) {
    signatures = all.stream().filter(s -> s.reads() == Signature.Reads.REPORT).toList();
  }

  static String of(Evidence.FailedTest test) {
    return "JUnit: " + TestResult.id(test.suite(), test.name()) + " failed" + said(test.message());
  }

  static String of(Finding finding) {
    String about = finding.about().isEmpty() ? "" : " [" + String.join(", ", finding.about()) + "]";
    return "SARIF: " + finding.tool() + ": " + finding.rule() + about + said(finding.message());
  }

  private static String said(String message) {
    String first = message.strip().lines().findFirst().orElse("");
    String shown = first.length() > LONGEST_MESSAGE ? first.substring(0, LONGEST_MESSAGE) : first;
    return shown.isEmpty() ? "" : ": " + shown;
  }

  /** The matches; a line stands in no log, so its number is 0. */
  List<Hit> hits(List<String> lines, Step failed) {
    List<Hit> hits = new ArrayList<>();
    for (String line : lines) {
      for (Signature signature : signatures) {
        Map<String, String> captures = signature.match(line);
        if (captures != null) {
          hits.add(new Hit(signature, 0, line, LogReader.Kind.ERROR, failed, captures));
        }
      }
    }
    return hits;
  }
}
