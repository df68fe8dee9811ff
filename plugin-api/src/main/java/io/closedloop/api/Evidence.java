package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * What an engineer would read about one failed job, bounded and in memory.
 *
 * @param run the run, null when only a log was given
 * @param job the failed job, null when only a log was given
 * @param excerpts the log around the matches and around the end of the failing step, in order of
 *     line
 * @param annotations what checks said about files
 * @param tests the failing tests of reports that were present
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Evidence(
    @Nullable WorkflowRun run,
    @Nullable WorkflowJob job,
    List<Excerpt> excerpts,
    List<Annotation> annotations,
    List<FailedTest> tests) {

  public Evidence {
    excerpts = List.copyOf(excerpts);
    annotations = List.copyOf(annotations);
    tests = List.copyOf(tests);
  }

  /** Evidence that consists of a log alone. */
  public static Evidence ofLog(List<Excerpt> excerpts) {
    return new Evidence(null, null, excerpts, List.of(), List.of());
  }

  /** Consecutive lines of a log; {@code firstLine} counts from 1. */
  public record Excerpt(int firstLine, List<String> lines) {
    public Excerpt {
      lines = List.copyOf(lines);
    }
  }

  /**
   * A remark of a check at a place; {@code level} is GitHub's {@code notice}, {@code warning} or
   * {@code failure}; {@code title} is what the check calls itself or the remark, and may be empty.
   */
  public record Annotation(String path, int line, String level, String message, String title) {
    public Annotation {
      // remarks that were stored by earlier versions have none
      title = Objects.requireNonNullElse(title, "");
    }

    /** A remark without a title. */
    public Annotation(String path, int line, String level, String message) {
      this(path, line, level, message, "");
    }
  }

  /** One failing test of a report. */
  public record FailedTest(String suite, String name, String message) {}
}
