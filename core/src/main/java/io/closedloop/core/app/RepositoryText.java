package io.closedloop.core.app;

import io.closedloop.core.app.RepositoryDocument.Cause;
import io.closedloop.core.diagnose.WhatChanged;
import io.closedloop.core.github.Comparison;
import io.closedloop.core.learn.WindowAnalysis;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints the analysis of a repository for people. */
final class RepositoryText {
  private static final int MOST_LINES = 5;
  private final PrintWriter out;

  RepositoryText(PrintWriter out) {
    this.out = out;
  }

  void print(RepositoryDocument analysis) {
    line(
        String.format(
            Locale.ROOT,
            "%s, %d h until %s",
            analysis.repository(),
            Duration.between(analysis.from(), analysis.to()).toHours(),
            analysis.to().truncatedTo(ChronoUnit.SECONDS)));
    line(String.format(Locale.ROOT, "%s", totals(analysis.totals())));
    line(String.format(Locale.ROOT, "trend %s", analysis.trend().words()));
    analysis.notes().forEach(note -> line(String.format(Locale.ROOT, "note: %s", note)));
    if (analysis.totals().failedJobs() == 0) {
      line("nothing failed");
      return;
    }
    line("");
    line("by workflow");
    for (WindowAnalysis.Workflow workflow : analysis.workflows()) {
      line(String.format(Locale.ROOT, "  %s: %s", workflow.name(), totals(workflow.totals())));
    }
    line("by category");
    for (WindowAnalysis.Category category : analysis.categories()) {
      line(
          String.format(
              Locale.ROOT,
              "  %s: %d failed jobs, %s of the failed, %s of all",
              category.category() == null ? "not diagnosed" : category.category(),
              category.failedJobs(),
              percent(category.shareOfFailures()),
              percent(category.rateOfJobs())));
    }
    analysis.causes().forEach(this::print);
  }

  private static String totals(WindowAnalysis.Totals totals) {
    return "%d of %d runs failed (%s), %d of %d jobs (%s)"
        .formatted(
            totals.failedRuns(),
            totals.runs(),
            percent(totals.failedRunRate()),
            totals.failedJobs(),
            totals.jobs(),
            percent(totals.failedJobRate()));
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "no data" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private void print(Cause cause) {
    line("");
    line(
        String.format(
            Locale.ROOT,
            "%s: %s / %s%s, %s, confidence %.2f, fingerprint %s",
            cause.priority().level().word(),
            cause.category(),
            cause.subcategory(),
            cause.tool() == null ? "" : " (" + cause.tool() + ")",
            cause.transientFailure() ? "may pass by itself" : "will not pass by itself",
            cause.confidence(),
            cause.fingerprint()));
    line(
        String.format(
            Locale.ROOT,
            "  %d failed, last %s: %s on %s; %s",
            cause.failedJobs(),
            cause.lastFailedAt(),
            String.join(", ", cause.jobs()),
            String.join(", ", cause.branches()),
            cause.runUrl()));
    cause.evidence().stream()
        .limit(MOST_LINES)
        .forEach(evidence ->
            line(String.format(Locale.ROOT, "  %7d  %s", evidence.line(), evidence.text())));
    line(String.format(Locale.ROOT, "  priority %s", cause.priority().level().word()));
    cause
        .priority()
        .reasons()
        .forEach(reason -> line(String.format(Locale.ROOT, "    %s", reason)));
    line(String.format(Locale.ROOT, "  since it was green: %s", cause.changes().words()));
    print(cause.changes());
  }

  private void print(WhatChanged changed) {
    Comparison code = changed.code();
    if (code != null && code.ahead() == 0 && code.behind() == 0) {
      line("    the same commit");
    } else if (code != null) {
      line(
          String.format(
              Locale.ROOT, "    %d commits, %d files", code.ahead(), code.files().size()));
      code.commits().reversed().stream()
          .limit(MOST_LINES)
          .forEach(commit ->
              line(
                  String.format(
                      Locale.ROOT,
                      "    %s %s (%s)",
                      commit.sha().substring(0, Math.min(8, commit.sha().length())),
                      commit.title(),
                      commit.author())));
      code.files().stream()
          .limit(MOST_LINES)
          .forEach(file ->
              line(
                  String.format(
                      Locale.ROOT,
                      "    %s %s +%d -%d",
                      file.status(),
                      file.path(),
                      file.additions(),
                      file.deletions())));
    }
    changed
        .differences()
        .forEach(one ->
            line(
                String.format(
                    Locale.ROOT,
                    "    %s: %s -> %s",
                    one.name(),
                    one.before() == null ? "none" : one.before(),
                    one.after() == null ? "none" : one.after())));
    changed
        .unknown()
        .forEach(unknown -> line(String.format(Locale.ROOT, "    not known: %s", unknown)));
  }

  /** What came from outside must not steer the reader's terminal. */
  private void line(String text) {
    out.println(text.replaceAll("\\p{Cntrl}", " "));
  }
}
