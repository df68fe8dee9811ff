package io.closedloop.core.app;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.WhatChanged;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.learn.WindowAnalysis;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The analysis of a repository as {@code analyze --repo} prints it for programs: as the API has it,
 * and each root cause with its diagnosis, its priority and what changed.
 */
record RepositoryDocument(
    String repository,
    Instant from,
    Instant to,
    WindowAnalysis.Totals totals,
    WindowAnalysis.Totals before,
    WindowAnalysis.Trend trend,
    List<WindowAnalysis.Workflow> workflows,
    List<WindowAnalysis.Category> categories,
    List<Cause> causes,
    List<String> notes) {

  /** A root cause by its newest failure. */
  record Cause(
      String fingerprint,
      String category,
      String subcategory,
      @Nullable String tool,
      @com.fasterxml.jackson.annotation.JsonProperty("transient") boolean transientFailure,
      double confidence,
      List<AnalysisReport.Analysis.Evidence> evidence,
      long failedJobs,
      Instant lastFailedAt,
      List<String> jobs,
      List<String> branches,
      String runUrl,
      PriorityRules.Found priority,
      WhatChanged changes) {}

  static RepositoryDocument of(RepositoryReader.Found found) {
    WindowAnalysis analysis = found.analysis();
    List<Cause> causes = new ArrayList<>();
    for (int i = 0; i < found.causes().size(); i++) {
      causes.add(cause(analysis.causes().get(i), found.causes().get(i)));
    }
    return new RepositoryDocument(
        analysis.scope().repository(),
        analysis.scope().from(),
        analysis.scope().to(),
        analysis.totals(),
        analysis.before(),
        analysis.trend(),
        analysis.workflows(),
        analysis.categories(),
        causes,
        found.notes());
  }

  private static Cause cause(WindowAnalysis.Cause counted, RepositoryReader.Cause cause) {
    Failure newest = cause.newest();
    Diagnosis diagnosis = newest.diagnosis();
    return new Cause(
        counted.fingerprint(),
        diagnosis.category(),
        diagnosis.subcategory(),
        diagnosis.tool(),
        diagnosis.transientFailure(),
        diagnosis.confidence(),
        diagnosis.evidence().stream()
            .map(line -> new AnalysisReport.Analysis.Evidence(line.line(), line.text()))
            .toList(),
        counted.failedJobs(),
        counted.lastFailedAt(),
        List.copyOf(cause.jobs()),
        List.copyOf(cause.branches()),
        newest.run().url(),
        cause.priority(),
        cause.changed());
  }

  String json() {
    return JsonMapper.builder()
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .build()
        .writeValueAsString(this);
  }
}
