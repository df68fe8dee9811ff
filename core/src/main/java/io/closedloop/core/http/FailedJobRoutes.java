package io.closedloop.core.http;

import io.closedloop.core.history.FailedJob;
import io.closedloop.core.history.FailedJobs;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Failed jobs with what is kept of their logs, for whoever wants to diagnose them once more. */
final class FailedJobRoutes {
  private final Store store;
  private final FailedJobs jobs;
  private final JsonAnswers json;

  @Inject
  FailedJobRoutes(Store store, FailedJobs jobs, JsonAnswers json) {
    this.store = store;
    this.jobs = jobs;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/failed-jobs",
            Access.api(Role.OPERATOR),
            Contract.of("failed jobs whose log is kept as an excerpt, newest first")
                .query(Parameters.LIMIT)
                .query(Parameters.CURSOR)
                .answersPage(Row.class),
            this::list));
  }

  /**
   * A failed job.
   *
   * @param passes whether it may pass by itself, by its log alone
   * @param log the excerpt of its log: gzip in Base64, each line at its number
   */
  record Row(
      String repository,
      long jobId,
      String job,
      long runId,
      int runAttempt,
      Instant readAt,
      String category,
      String subcategory,
      @Nullable String tool,
      boolean passes,
      String fingerprint,
      FailedJob.Context context,
      String log) {
    static Row of(FailedJob job) {
      return new Row(
          job.repository(),
          job.jobId(),
          job.job(),
          job.runId(),
          job.runAttempt(),
          job.readAt(),
          job.category(),
          job.subcategory(),
          job.tool(),
          job.passes(),
          job.fingerprint(),
          job.context(),
          Base64.getEncoder().encodeToString(job.log().compressed()));
    }
  }

  private Answer list(Call call) {
    int limit = call.whole("limit");
    String cursor = call.query("cursor").orElse(null);
    List<FailedJob> page;
    try {
      page = store.read(tx -> jobs.page(tx, cursor, limit));
    } catch (IllegalArgumentException notACursor) {
      throw new HttpProblem(400, String.valueOf(notACursor.getMessage()));
    }
    return json.json(
        200,
        new Items<>(
            page.stream().map(Row::of).toList(),
            page.size() < limit ? null : FailedJobs.cursor(page.getLast())));
  }
}
