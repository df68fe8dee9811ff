package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what GitHub keeps of a failed job, and diagnoses it. */
@Singleton
public final class Diagnostician {
  /** What GitHub's own annotation says when it, and not a person or a newer push, ended a job. */
  private static final Pattern ENDED_BY_GITHUB =
      Pattern.compile(
          "exceeded the maximum execution time|lost communication with the server|runner has"
              + " received a shutdown signal",
          Pattern.CASE_INSENSITIVE);

  private final GitHub github;
  private final Provider<DiagnosisEngine> engine;
  private final LogKeeper keeper;

  @Inject
  Diagnostician(GitHub github, Provider<DiagnosisEngine> engine, LogKeeper keeper) {
    this.github = github;
    this.engine = engine;
    this.keeper = keeper;
  }

  /**
   * Diagnoses one failed job by its log and its annotations; without a log, by these alone. Where
   * the log leaves open whether the failure passes by itself, it does if the job passed on this
   * commit.
   *
   * @param commit what else is known of the run's commit, for all jobs of the run
   * @throws GitHubUnavailable when GitHub does not answer; nothing is guessed then
   */
  public DiagnosisEngine.Examined examine(WorkflowRun run, WorkflowJob job, SameCommit commit) {
    List<Evidence.Annotation> annotations = annotations(run, job);
    try (LogCapture log = new LogCapture(log(run, job))) {
      DiagnosisEngine.Examined byLog = engine.get().examine(log, run, job, annotations);
      keeper.keep(new LogKeeper.Read(run, job, annotations, byLog, log));
      Diagnosis diagnosis = byLog.diagnosis();
      return diagnosis.transientFailure() || !byLog.asksHistory()
          ? byLog
          : commit
              .passed(job.name())
              .map(passed ->
                  new DiagnosisEngine.Examined(
                      flaky(diagnosis, passed), byLog.evidence(), true, byLog.explaining()))
              .orElse(byLog);
    } catch (IOException cut) {
      throw new GitHubUnavailable(
          "the log of job " + job.id() + " of " + run.repo() + " broke off", cut);
    }
  }

  /** What can be found out about the commit of a run; nothing is asked yet. */
  public SameCommit commitOf(WorkflowRun run) {
    return new SameCommit(github, run);
  }

  private static Diagnosis flaky(Diagnosis diagnosis, WorkflowRun passed) {
    List<EvidenceLine> evidence = new ArrayList<>(diagnosis.evidence());
    evidence.add(
        new EvidenceLine(
            0,
            "the same job passed on this commit in run %d, attempt %d (%s)"
                .formatted(passed.id(), passed.attempt(), passed.event()),
            null));
    return new Diagnosis(
        diagnosis.category(),
        diagnosis.subcategory(),
        diagnosis.tool(),
        true,
        diagnosis.confidence(),
        evidence,
        diagnosis.fingerprint(),
        diagnosis.alternatives());
  }

  /** Whether a cancelled job was cancelled for time or for a lost runner. */
  public boolean cancelledByGitHub(WorkflowRun run, WorkflowJob job) {
    return annotations(run, job).stream()
        .anyMatch(a -> ENDED_BY_GITHUB.matcher(a.message()).find());
  }

  private List<Evidence.Annotation> annotations(WorkflowRun run, WorkflowJob job) {
    try {
      return github.annotations(run.repo(), job.id());
    } catch (GitHubRefused refused) {
      return List.of();
    }
  }

  /** The log; an empty one where it has expired or never was. */
  private InputStream log(WorkflowRun run, WorkflowJob job) {
    try {
      return github.log(run.repo(), job.id());
    } catch (GitHubRefused refused) {
      return switch (refused.kind()) {
        case NOT_FOUND, GONE -> InputStream.nullInputStream();
        case UNAUTHORIZED, FORBIDDEN, CONFLICT, INVALID -> throw refused;
      };
    }
  }
}
