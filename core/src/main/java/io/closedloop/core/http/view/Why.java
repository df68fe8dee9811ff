package io.closedloop.core.http.view;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.core.incident.Failure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why something failed, as far as is known.
 *
 * @param details tool and prospects
 * @param percent how sure that is
 * @param log the lines that speak for it, among those around them
 * @param others what else it might be; empty for nothing
 */
public record Why(
    String category,
    String subcategory,
    String details,
    int percent,
    List<Line> log,
    String others) {
  /** A page is for reading; whoever needs more follows the link to the job. */
  private static final int MOST_LINES = 120;

  /**
   * A line of the log.
   *
   * @param number from 1; 0 for a line that is not of the log but separates parts of it
   * @param speaks whether it speaks for the diagnosis
   * @param step the step that printed it; empty when unknown
   */
  public record Line(int number, String text, boolean speaks, String step) {
    private static Line apart(String text) {
      return new Line(0, text, false, "");
    }
  }

  static Why of(Failure failure) {
    Diagnosis diagnosis = failure.diagnosis();
    String passes = diagnosis.transientFailure() ? "may pass by itself" : "will not pass by itself";
    return new Why(
        diagnosis.category().replace('_', ' '),
        diagnosis.subcategory().replace('_', ' '),
        diagnosis.tool() == null ? passes : Visible.text(diagnosis.tool()) + ", " + passes,
        percent(diagnosis.confidence()),
        log(failure),
        diagnosis.alternatives().stream()
            .map(other ->
                other.category().replace('_', ' ') + " " + percent(other.confidence()) + " %")
            .collect(Collectors.joining(", ")));
  }

  private static int percent(double confidence) {
    return (int) Math.round(confidence * 100);
  }

  private static List<Line> log(Failure failure) {
    List<EvidenceLine> speaking = failure.diagnosis().evidence();
    Set<EvidenceLine> shown = new HashSet<>();
    List<Line> around = new ArrayList<>();
    for (int job = 0; job < failure.evidence().size(); job++) {
      if (failure.evidence().size() > 1 && job < failure.jobs().size()) {
        around.add(Line.apart(Visible.text(failure.jobs().get(job).name())));
      }
      for (Evidence.Excerpt excerpt : failure.evidence().get(job).excerpts()) {
        if (!around.isEmpty() && around.getLast().number() > 0) {
          around.add(Line.apart("⋯"));
        }
        add(around, excerpt, speaking, shown);
      }
    }
    List<Line> log = new ArrayList<>();
    speaking.stream()
        .filter(line -> !shown.contains(line))
        .forEach(
            line -> log.add(new Line(line.line(), Visible.text(line.text()), true, step(line))));
    log.addAll(around);
    return log.size() > MOST_LINES ? cut(log) : log;
  }

  private static void add(
      List<Line> around,
      Evidence.Excerpt excerpt,
      List<EvidenceLine> speaking,
      Set<EvidenceLine> shown) {
    int number = excerpt.firstLine();
    for (String text : excerpt.lines()) {
      int here = number++;
      // the jobs' logs are numbered apart, so the number alone could be a line of another job
      List<EvidenceLine> hits =
          speaking.stream()
              .filter(line -> line.line() == here && line.text().strip().equals(text.strip()))
              .toList();
      shown.addAll(hits);
      around.add(
          new Line(
              here,
              Visible.text(text),
              !hits.isEmpty(),
              hits.isEmpty() ? "" : step(hits.getFirst())));
    }
  }

  private static String step(EvidenceLine line) {
    return line.step() == null ? "" : Visible.text(line.step());
  }

  private static List<Line> cut(List<Line> log) {
    List<Line> cut = new ArrayList<>(log.subList(0, MOST_LINES));
    cut.add(Line.apart("⋯ " + (log.size() - MOST_LINES) + " more lines in the job's log"));
    return cut;
  }
}
