package io.closedloop.core.report;

/**
 * What a report says of one test.
 *
 * @param report the artifact that holds the report: legs of a matrix have one each
 * @param message why it failed; empty for one that passed
 */
public record TestResult(String report, String suite, String name, boolean passed, String message) {

  /** What the same test is known by in other reports. */
  public String id() {
    return id(suite, name);
  }

  /** See {@link #id()}. */
  public static String id(String suite, String name) {
    return suite.isEmpty() ? name : suite + "." + name;
  }
}
