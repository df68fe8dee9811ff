package io.closedloop.core.diagnose;

import io.closedloop.core.github.Comparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is different between a failed run and the last green one of its workflow.
 *
 * @param words one sentence on what was compared, or why nothing could be
 * @param green null where there is no green run to compare with
 * @param code null where GitHub does not compare the commits
 * @param differences in what the job ran on and with
 * @param unknown what could not be read, and why
 */
public record WhatChanged(
    String words,
    @Nullable Green green,
    @Nullable Comparison code,
    List<Difference> differences,
    List<String> unknown) {

  public WhatChanged {
    differences = List.copyOf(differences);
    unknown = List.copyOf(unknown);
  }

  /**
   * The last green run.
   *
   * @param sameBranch false where the branch has none and that of the default branch was taken
   */
  public record Green(
      long runId,
      int attempt,
      String headSha,
      @Nullable String branch,
      boolean sameBranch,
      @Nullable Instant at,
      String url) {}

  /** What differs. */
  public enum Kind {
    RUNNER_IMAGE,
    ACTION,
    VERSION
  }

  /**
   * One difference.
   *
   * @param before null where it is new
   * @param after null where it is gone
   */
  public record Difference(
      Kind kind, String name, @Nullable String before, @Nullable String after) {}

  /**
   * The differences between two jobs. A version that only the green one printed is none: the failed
   * one may not have come that far.
   */
  static List<Difference> between(JobSetup green, JobSetup failed) {
    List<Difference> all = new ArrayList<>();
    if (green.image() != null && failed.image() != null && !green.image().equals(failed.image())) {
      all.add(new Difference(Kind.RUNNER_IMAGE, "runner image", green.image(), failed.image()));
    }
    compare(Kind.ACTION, green.actions(), failed.actions(), all);
    green
        .actions()
        .forEach((name, version) -> {
          if (!failed.actions().isEmpty() && !failed.actions().containsKey(name)) {
            all.add(new Difference(Kind.ACTION, name, version, null));
          }
        });
    compare(Kind.VERSION, green.versions(), failed.versions(), all);
    return all;
  }

  private static void compare(
      Kind kind, Map<String, String> green, Map<String, String> failed, List<Difference> all) {
    failed.forEach((name, version) -> {
      String before = green.get(name);
      if (!version.equals(before)) {
        all.add(new Difference(kind, name, before, version));
      }
    });
  }
}
