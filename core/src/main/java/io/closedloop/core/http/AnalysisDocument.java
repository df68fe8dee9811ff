package io.closedloop.core.http;

import io.closedloop.core.learn.AnalysisReader;
import io.closedloop.core.learn.WindowAnalysis;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The analysis of a window as the API sends it.
 *
 * @param before the window of the same length that ended where this one began
 */
record AnalysisDocument(
    String repository,
    Instant from,
    Instant to,
    WindowAnalysis.Totals totals,
    WindowAnalysis.Totals before,
    WindowAnalysis.Trend trend,
    List<WindowAnalysis.Workflow> workflows,
    List<WindowAnalysis.Category> categories,
    List<Cause> causes) {

  /**
   * A root cause.
   *
   * @param incident the newest incident of it; null when there is none
   * @param priority that incident's; null where none was found
   */
  record Cause(
      String fingerprint,
      String category,
      long failedJobs,
      Instant lastFailedAt,
      @Nullable String incident,
      @Nullable String priority) {}

  static AnalysisDocument of(AnalysisReader.Read read) {
    WindowAnalysis analysis = read.analysis();
    return new AnalysisDocument(
        analysis.scope().repository(),
        analysis.scope().from(),
        analysis.scope().to(),
        analysis.totals(),
        analysis.before(),
        analysis.trend(),
        analysis.workflows(),
        analysis.categories(),
        analysis.causes().stream()
            .map(cause -> {
              AnalysisReader.Newest newest = read.newest().get(cause.fingerprint());
              return new Cause(
                  cause.fingerprint(),
                  cause.category(),
                  cause.failedJobs(),
                  cause.lastFailedAt(),
                  newest == null ? null : newest.incident(),
                  newest == null ? null : newest.priority());
            })
            .toList());
  }
}
