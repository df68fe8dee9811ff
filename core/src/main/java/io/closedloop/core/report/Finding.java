package io.closedloop.core.report;

import io.closedloop.api.Evidence;
import java.util.List;

/**
 * An error of static analysis.
 *
 * @param report the artifact that holds the report
 * @param tool as it calls itself
 * @param about what the rule is about, in the tool's words; {@code security-severity 8.1} where it
 *     has one
 * @param line from 1, 0 where it has none
 */
public record Finding(
    String report,
    String tool,
    String rule,
    List<String> about,
    String path,
    int line,
    String message) {
  private static final int LONGEST = 1_000;

  public Finding {
    about = List.copyOf(about);
  }

  /** As a remark about its file. */
  public Evidence.Annotation remark() {
    String text = tool + ": " + rule + " " + message;
    return new Evidence.Annotation(
        path, line, "failure", text.length() > LONGEST ? text.substring(0, LONGEST) : text);
  }
}
