package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.report.Reports;
import io.closedloop.core.report.TestResult;
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

  private static final int MOST_TESTS = 50;
  private static final int MOST_FINDINGS = 20;

  /** Tests that are named beside what the log says; all are in the evidence. */
  private static final int MOST_LINES = 5;

  private final GitHub github;
  private final Provider<DiagnosisEngine> engine;
  private final LogKeeper keeper;
  private final TestMemory memory;

  @Inject
  Diagnostician(
      GitHub github, Provider<DiagnosisEngine> engine, LogKeeper keeper, TestMemory memory) {
    this.github = github;
    this.engine = engine;
    this.keeper = keeper;
    this.memory = memory;
  }

  /**
   * Diagnoses one failed job by its log and its annotations; without a log, by these alone. Where
   * the log leaves open whether the failure passes by itself, it does if the job passed on this
   * commit, or if each test that failed is known to be flaky. Only then are reports looked for.
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
          : withHistory(run, job, commit, reported(byLog, commit.reports(), log));
    } catch (IOException cut) {
      throw new GitHubUnavailable(
          "the log of job " + job.id() + " of " + run.repo() + " broke off", cut);
    }
  }

  private DiagnosisEngine.Examined withHistory(
      WorkflowRun run, WorkflowJob job, SameCommit commit, DiagnosisEngine.Examined examined) {
    return commit
        .passed(job.name())
        .map(Diagnostician::passed)
        .or(() -> memory.flaky(run, examined.evidence().tests()))
        .map(why -> because(examined, List.of(why), true))
        .orElse(examined);
  }

  /** With what reports say: of tests those the log mentions, since a report names no job. */
  private static DiagnosisEngine.Examined reported(
      DiagnosisEngine.Examined byLog, Reports reports, LogCapture log) {
    List<Evidence.FailedTest> tests =
        reports.failed().stream()
            .filter(test -> log.mentions(test.name()))
            .map(test -> new Evidence.FailedTest(test.suite(), test.name(), test.message()))
            .distinct()
            .limit(MOST_TESTS)
            .toList();
    if (tests.isEmpty() && reports.findings().isEmpty()) {
      return byLog;
    }
    Evidence evidence = byLog.evidence();
    List<Evidence.Annotation> remarks = new ArrayList<>(evidence.annotations());
    reports.findings().stream().limit(MOST_FINDINGS).forEach(remarks::add);
    List<String> lines = new ArrayList<>();
    tests.stream()
        .limit(MOST_LINES)
        .forEach(
            test -> lines.add("failed by its report: " + TestResult.id(test.suite(), test.name())));
    if (tests.size() > MOST_LINES) {
      lines.add("and %d more tests failed by their reports".formatted(tests.size() - MOST_LINES));
    }
    return because(
        new DiagnosisEngine.Examined(
            byLog.diagnosis(),
            new Evidence(evidence.run(), evidence.job(), evidence.excerpts(), remarks, tests),
            byLog.asksHistory(),
            byLog.explaining()),
        lines,
        false);
  }

  /** Remembers how the tests of a run ended of which nothing is to be diagnosed. */
  public void rememberTests(WorkflowRun run) {
    new RunReports(github, run, memory).read();
  }

  /** What can be found out about the commit of a run; nothing is asked yet. */
  public SameCommit commitOf(WorkflowRun run) {
    return new SameCommit(github, run, new RunReports(github, run, memory));
  }

  private static String passed(WorkflowRun passed) {
    return "the same job passed on this commit in run %d, attempt %d (%s)"
        .formatted(passed.id(), passed.attempt(), passed.event());
  }

  /** With more evidence than the log's, which may show that the failure passes by itself. */
  private static DiagnosisEngine.Examined because(
      DiagnosisEngine.Examined examined, List<String> more, boolean passes) {
    Diagnosis diagnosis = examined.diagnosis();
    List<EvidenceLine> evidence = new ArrayList<>(diagnosis.evidence());
    more.forEach(why -> evidence.add(new EvidenceLine(0, why, null)));
    return new DiagnosisEngine.Examined(
        new Diagnosis(
            diagnosis.category(),
            diagnosis.subcategory(),
            diagnosis.tool(),
            passes || diagnosis.transientFailure(),
            diagnosis.confidence(),
            evidence,
            diagnosis.fingerprint(),
            diagnosis.alternatives()),
        examined.evidence(),
        examined.asksHistory(),
        examined.explaining());
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
        case UNAUTHORIZED, FORBIDDEN, NO_ACCESS, CONFLICT, INVALID -> throw refused;
      };
    }
  }
}
