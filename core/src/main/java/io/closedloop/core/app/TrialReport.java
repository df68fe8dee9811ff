package io.closedloop.core.app;

import io.closedloop.core.config.Problem;
import io.closedloop.core.diagnose.SignatureEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Carries a trial out and prints what comes of it. */
final class TrialReport {
  private static final int MOST_SHOWN = 20;
  private final SignaturesCommand.Format format;
  private final PrintWriter out;
  private final PrintWriter err;

  TrialReport(SignaturesCommand.Format format, PrintWriter out, PrintWriter err) {
    this.format = format;
    this.out = out;
    this.err = err;
  }

  /** Stored failures, and what would become of them; null counts when there are none to compare. */
  record Past(
      int compared,
      int changed,
      int incomparable,
      List<Trial.OnPast> changes,
      @Nullable String note) {}

  /** All of it, as printed in JSON. */
  record All(
      int signatures,
      List<String> replaced,
      List<String> problems,
      List<Trial.OnLog> logs,
      List<Unread> unread,
      Past past) {}

  /** A log that could not be read. */
  record Unread(String file, String error) {}

  /** False when something could not be read. */
  boolean print(Trial trial, List<String> logs, PastFailures stored)
      throws IOException, InterruptedException {
    List<Trial.OnLog> done = new ArrayList<>();
    List<Unread> unread = new ArrayList<>();
    if (format == SignaturesCommand.Format.text) {
      out.println(trial.tried().size() + " signatures are tried.");
      for (SignatureEntry one : trial.replaced()) {
        out.println(
            "  %s stands in for the one at %s: change it there, for of two with one id the server keeps that one"
                .formatted(one.key(), one.place()));
      }
    }
    for (String log : logs) {
      try {
        Trial.OnLog result = trial.onLog(log);
        done.add(result);
        if (format == SignaturesCommand.Format.text) {
          text(result);
        }
      } catch (IOException | java.nio.file.InvalidPathException e) {
        unread.add(new Unread(log, LogFile.reason(e)));
        err.println("closedloop: " + log + ": " + LogFile.reason(e));
      }
    }
    PastFailures.Outcome outcome = stored.compare(trial);
    Past past =
        new Past(
            outcome.same() + outcome.changes().size(),
            outcome.changes().size(),
            outcome.incomparable(),
            outcome.changes().stream().limit(MOST_SHOWN).toList(),
            outcome.note());
    switch (format) {
      case text -> text(past);
      case json ->
          out.println(
              JsonMapper.builder()
                  .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(
                      new All(
                          trial.tried().size(),
                          trial.replaced().stream().map(SignatureEntry::place).toList(),
                          trial.problems().stream().map(Problem::toString).toList(),
                          done,
                          unread,
                          past)));
    }
    out.flush();
    err.flush();
    return unread.isEmpty() && !outcome.failed();
  }

  private void text(Trial.OnLog log) {
    out.println();
    out.println(log.file() + (log.changed() ? ": changed" : ": the same diagnosis"));
    for (var match : log.matches()) {
      out.printf(
          Locale.ROOT,
          "  %7d  %s/%s%s%n           > %s%n",
          match.line(),
          match.category(),
          match.signature(),
          match.step() == null ? "" : ", in \"" + AnalysisReport.printable(match.step()) + "\"",
          AnalysisReport.printable(match.text()));
    }
    if (log.matches().isEmpty()) {
      out.println("  no match");
    }
    out.println("  without: " + words(log.without()));
    out.println("  with:    " + words(log.with()));
  }

  private void text(Past past) {
    out.println();
    if (past.note() != null) {
      out.println(past.note());
      return;
    }
    out.printf(
        "Of %d stored failures that can be compared it would change %d.%n",
        past.compared(), past.changed());
    for (var change : past.changes()) {
      out.println("  %s, %s, run %d".formatted(change.repository(), change.job(), change.runId()));
      out.println("    without: " + words(change.without()));
      out.println("    with:    " + words(change.with()));
    }
    if (past.changed() > past.changes().size()) {
      out.println("  and " + (past.changed() - past.changes().size()) + " more");
    }
    if (past.incomparable() > 0) {
      out.println(
          past.incomparable()
              + " more cannot be compared: what is kept of their logs does not give the stored"
              + " diagnosis.");
    }
  }

  private static String words(Trial.Verdict verdict) {
    return "%s / %s%s, %s, confidence %s"
        .formatted(
            verdict.category(),
            verdict.subcategory(),
            verdict.tool() == null ? "" : " (" + verdict.tool() + ")",
            verdict.passes() ? "may pass by itself" : "will not pass by itself",
            String.format(Locale.ROOT, "%.2f", verdict.confidence()));
  }
}
