package io.closedloop.core.learn;

import io.closedloop.core.learn.WindowAnalysis.Cause;
import io.closedloop.core.learn.WindowAnalysis.Failed;
import io.closedloop.core.learn.WindowAnalysis.Ran;
import io.closedloop.core.learn.WindowAnalysis.Scope;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Analyses a window from the results of jobs that are remembered. */
public final class AnalysisReader {
  private static final int MOST_REPOSITORIES = 100;

  @Inject
  AnalysisReader() {}

  /**
   * The newest incident of a root cause.
   *
   * @param priority null where none was found
   */
  public record Newest(String incident, @Nullable String priority) {}

  /** The analysis, and for each of its causes, by fingerprint, where to read on. */
  public record Read(WindowAnalysis analysis, Map<String, Newest> newest) {}

  /** What failed since then, against a window of the same length before it. */
  public Read read(Tx tx, Scope scope) throws SQLException {
    Instant before = scope.from().minus(Duration.between(scope.from(), scope.to()));
    WindowAnalysis analysis =
        WindowAnalysis.of(
            scope,
            ran(tx, scope),
            ran(tx, new Scope(scope.repository(), before, scope.from())),
            failed(tx, scope));
    Map<String, Newest> newest = new LinkedHashMap<>();
    for (Cause cause : analysis.causes()) {
      tx.one(
              "SELECT id, priority FROM incident WHERE repo = ? AND fingerprint = ? ORDER BY opened_at DESC, id DESC LIMIT 1",
              row -> new Newest(row.getString(1), row.getString(2)),
              scope.repository(),
              cause.fingerprint())
          .ifPresent(incident -> newest.put(cause.fingerprint(), incident));
    }
    return new Read(analysis, newest);
  }

  private static List<Ran> ran(Tx tx, Scope scope) throws SQLException {
    return tx.query(
        "SELECT max(workflow), count(DISTINCT run_id),"
            + " count(DISTINCT CASE WHEN conclusion <> 'success' THEN run_id END), count(*),"
            + " sum(CASE WHEN conclusion <> 'success' THEN 1 ELSE 0 END) FROM job_outcome"
            + " WHERE repo = ? AND ended_at > ? AND ended_at <= ? GROUP BY workflow_id",
        row ->
            new Ran(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5)),
        scope.repository(),
        scope.from(),
        scope.to());
  }

  private static List<Failed> failed(Tx tx, Scope scope) throws SQLException {
    return tx.query(
        "SELECT category, fingerprint, count(*), max(ended_at) AS last FROM job_outcome"
            + " WHERE repo = ? AND ended_at > ? AND ended_at <= ? AND conclusion <> 'success'"
            + " GROUP BY category, fingerprint",
        row ->
            new Failed(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                java.util.Objects.requireNonNull(Tx.instant(row, "last"))),
        scope.repository(),
        scope.from(),
        scope.to());
  }

  /** Repositories of which any job is remembered since then, by name. */
  public List<String> repositories(Tx tx, Instant since) throws SQLException {
    return tx.query(
        "SELECT DISTINCT repo FROM job_outcome WHERE ended_at > ? ORDER BY repo LIMIT "
            + MOST_REPOSITORIES,
        row -> row.getString(1),
        since);
  }
}
