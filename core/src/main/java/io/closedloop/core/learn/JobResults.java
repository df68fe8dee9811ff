package io.closedloop.core.learn;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Remembers how jobs ended, so that one failure can be seen among all that ran. */
@Singleton
public final class JobResults {
  /** As long as other figures; nobody asks for more than a year's share of it at once. */
  private static final Duration KEPT = Duration.ofDays(366);

  private final InstantSource clock;

  @Inject
  JobResults(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * The jobs of one attempt that ran to a result.
   *
   * @param green those that succeeded
   * @param failed those whose failure counts
   * @param diagnoses of failed ones by their numbers, as far as there are any
   */
  public record Attempt(
      WorkflowRun run,
      boolean defaultBranch,
      List<WorkflowJob> green,
      List<WorkflowJob> failed,
      Map<Long, Diagnosis> diagnoses) {
    public Attempt {
      green = List.copyOf(green);
      failed = List.copyOf(failed);
      diagnoses = Map.copyOf(diagnoses);
    }

    /** Whether any job ran to a result. */
    public boolean any() {
      return !green.isEmpty() || !failed.isEmpty();
    }
  }

  /** How jobs ended within a time. */
  public record Counts(long runs, long jobs, long failed) {}

  /** Remembers an attempt; what is known already stays as it is. */
  public void record(Tx tx, Attempt attempt) throws SQLException {
    for (WorkflowJob job : attempt.green()) {
      record(tx, attempt, job, null);
    }
    for (WorkflowJob job : attempt.failed()) {
      record(tx, attempt, job, attempt.diagnoses().get(job.id()));
    }
  }

  private void record(Tx tx, Attempt attempt, WorkflowJob job, @Nullable Diagnosis diagnosis)
      throws SQLException {
    WorkflowRun run = attempt.run();
    tx.update(
        "INSERT INTO job_outcome (repo, run_id, job, started_at, ended_at, attempt, workflow_id, workflow, on_default,"
            + " head_sha, conclusion, category, fingerprint) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
        run.repo().toString(),
        run.id(),
        job.name(),
        job.startedAt() == null ? -job.id() : job.startedAt(),
        ended(run, job),
        job.attempt(),
        run.workflowId(),
        run.workflow(),
        attempt.defaultBranch() ? 1 : 0,
        run.headSha(),
        job.conclusion(),
        diagnosis == null ? null : diagnosis.category(),
        diagnosis == null ? null : diagnosis.fingerprint());
  }

  private Instant ended(WorkflowRun run, WorkflowJob job) {
    Instant known = job.completedAt() == null ? run.updatedAt() : job.completedAt();
    return known == null ? clock.instant() : known;
  }

  /**
   * How the jobs of a workflow ended since then, on the default branch or on all others. A job
   * counts once in its run, as failed if it ever did: to run it again is no further failure.
   */
  public Counts counts(Tx tx, RepoId repo, long workflowId, boolean onDefault, Instant since)
      throws SQLException {
    return tx.one(
            "SELECT count(DISTINCT run_id), count(*), coalesce(sum(failed), 0) FROM"
                + " (SELECT run_id, max(CASE WHEN conclusion = 'success' THEN 0 ELSE 1 END) AS failed"
                + " FROM job_outcome WHERE repo = ? AND ended_at > ? AND workflow_id = ? AND on_default = ?"
                + " GROUP BY run_id, job) AS once",
            row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3)),
            repo.toString(),
            since,
            workflowId,
            onDefault ? 1 : 0)
        .orElseThrow();
  }

  /** Forgets what is too old to be asked for. */
  public void forget(Tx tx) throws SQLException {
    tx.update("DELETE FROM job_outcome WHERE ended_at < ?", clock.instant().minus(KEPT));
  }
}
