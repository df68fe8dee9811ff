package io.closedloop.core.http.view;

import io.closedloop.core.learn.AnalysisReader;
import io.closedloop.core.learn.WindowAnalysis;
import io.closedloop.core.learn.WindowAnalysis.Totals;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of a repository's failures within a window.
 *
 * @param repository the chosen one; empty when none is
 * @param repositories to choose from
 */
public record AnalysisSheet(
    String repository,
    List<Frame.Choice> repositories,
    List<Frame.Choice> windows,
    @Nullable Badge trend,
    String trendWords,
    List<Row> totals,
    List<Row> workflows,
    List<Row> categories,
    List<Cause> causes) {

  /** A name and how its runs and jobs ended. */
  public record Row(String name, String runs, String jobs, String rate) {}

  /** A root cause; {@code incident} leads to its newest incident. */
  public record Cause(
      Link incident, @Nullable Badge priority, String category, long failedJobs, When last) {}

  /** Nothing but the choice of a repository. */
  public static AnalysisSheet choice(List<String> repositories, int hours) {
    return new AnalysisSheet(
        "",
        choices(repositories, "", hours),
        List.of(),
        null,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** The page as seen from now. */
  public static AnalysisSheet of(
      AnalysisReader.Read read, List<String> repositories, int hours, Instant now) {
    WindowAnalysis analysis = read.analysis();
    String repository = analysis.scope().repository();
    Map<Integer, String> windows = new LinkedHashMap<>();
    windows.put(24, "24 hours");
    windows.put(24 * 7, "7 days");
    windows.put(24 * 30, "30 days");
    return new AnalysisSheet(
        repository,
        choices(repositories, repository, hours),
        windows.entrySet().stream()
            .map(each ->
                new Frame.Choice(
                    each.getValue(), href(repository, each.getKey()), each.getKey() == hours))
            .toList(),
        trend(analysis.trend().direction()),
        analysis.trend().words(),
        List.of(row("this window", analysis.totals()), row("the one before", analysis.before())),
        analysis.workflows().stream()
            .map(workflow -> row(Visible.text(workflow.name()), workflow.totals()))
            .toList(),
        analysis.categories().stream().map(AnalysisSheet::row).toList(),
        analysis.causes().stream().map(cause -> cause(cause, read, now)).toList());
  }

  private static List<Frame.Choice> choices(List<String> repositories, String chosen, int hours) {
    return repositories.stream()
        .map(each -> new Frame.Choice(each, href(each, hours), each.equals(chosen)))
        .toList();
  }

  private static String href(String repository, int hours) {
    return "/analysis?repository="
        + URLEncoder.encode(repository, StandardCharsets.UTF_8)
        + "&window_hours="
        + hours;
  }

  private static Badge trend(WindowAnalysis.Direction direction) {
    return Badge.of(
        direction.name().toLowerCase(Locale.ROOT),
        switch (direction) {
          case RISING -> Tone.BAD;
          case FALLING -> Tone.GOOD;
          case STEADY, UNKNOWN -> Tone.PLAIN;
        });
  }

  private static Row row(String name, Totals totals) {
    return new Row(
        name,
        totals.failedRuns() + " of " + totals.runs(),
        totals.failedJobs() + " of " + totals.jobs(),
        percent(totals.failedJobRate()));
  }

  private static Row row(WindowAnalysis.Category category) {
    return new Row(
        category.category() == null
            ? "not diagnosed"
            : Visible.text(category.category()).replace('_', ' '),
        percent(category.shareOfFailures()),
        Long.toString(category.failedJobs()),
        percent(category.rateOfJobs()));
  }

  private static String percent(@Nullable Double share) {
    return share == null ? "no data" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static Cause cause(WindowAnalysis.Cause cause, AnalysisReader.Read read, Instant now) {
    AnalysisReader.Newest newest = read.newest().get(cause.fingerprint());
    return new Cause(
        new Link(cause.fingerprint(), newest == null ? null : "/incidents/" + newest.incident()),
        Priorities.badge(newest == null ? null : newest.priority()),
        Visible.text(cause.category()).replace('_', ' '),
        cause.failedJobs(),
        When.of(cause.lastFailedAt(), now));
  }
}
