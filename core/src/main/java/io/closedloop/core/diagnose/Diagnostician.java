package io.closedloop.core.diagnose;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.report.Finding;
import io.closedloop.core.report.Reports;
import io.closedloop.core.report.TestResult;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
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

  private static final int MOST_ANNOTATIONS = 20;
  private static final int LONGEST_ANNOTATION = 2_000;
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
   * commit, or if each test that failed is known to be flaky. Only then are reports looked for;
   * where the log does not tell the cause either, they may.
   *
   * @param commit what else is known of the run's commit, for all jobs of the run
   * @throws GitHubUnavailable when GitHub does not answer; nothing is guessed then
   */
  public DiagnosisEngine.Examined examine(WorkflowRun run, WorkflowJob job, SameCommit commit) {
    List<Evidence.Annotation> annotations = evidence(run, job);
    try (LogCapture log = new LogCapture(log(run, job))) {
      DiagnosisEngine.Examined byLog = engine.get().examine(log, run, job, annotations);
      if (byLog.diagnosis().transientFailure() || !byLog.asksHistory()) {
        keeper.keep(new LogKeeper.Read(run, job, annotations, byLog, log));
        return byLog;
      }
      Predicate<String> owned = artifact -> byLog.silent() && commit.owns(job, artifact);
      FailedTests tests = FailedTests.of(commit.reports(), log, owned);
      DiagnosisEngine.Examined known =
          byLog.silent() ? byLog.beside(lines(commit.reports(), tests, owned)) : byLog;
      keeper.keep(new LogKeeper.Read(run, job, annotations, byLog.explainedAs(known), log));
      DiagnosisEngine.Examined all = reported(known, commit.reports(), tests);
      return commit
          .passed(job.name())
          .map(Diagnostician::passed)
          .or(() -> memory.flaky(run, tests.together()))
          .filter(_ -> known.asksHistory())
          .map(why -> because(all, List.of(why), true))
          .orElse(all);
    } catch (IOException cut) {
      throw new GitHubUnavailable(
          "the log of job " + job.id() + " of " + run.repo() + " broke off", cut);
    }
  }

  /** What reports say of the job, for signatures to match. */
  private static List<String> lines(Reports reports, FailedTests tests, Predicate<String> owned) {
    List<String> lines = new ArrayList<>();
    tests.evidence().forEach(test -> lines.add(ReportLines.of(test)));
    reports.findings().stream()
        .filter(finding -> owned.test(finding.report()))
        .limit(MOST_FINDINGS)
        .forEach(finding -> lines.add(ReportLines.of(finding)));
    return lines;
  }

  /** With what reports say. */
  private static DiagnosisEngine.Examined reported(
      DiagnosisEngine.Examined byLog, Reports reports, FailedTests failed) {
    List<Evidence.FailedTest> tests = failed.evidence();
    if (tests.isEmpty() && reports.findings().isEmpty()) {
      return byLog;
    }
    Evidence evidence = byLog.evidence();
    List<Evidence.Annotation> remarks = new ArrayList<>(evidence.annotations());
    reports.findings().stream().limit(MOST_FINDINGS).map(Finding::remark).forEach(remarks::add);
    List<String> lines = new ArrayList<>();
    tests.stream()
        .limit(MOST_LINES)
        .filter(test -> !shown(byLog.diagnosis(), ReportLines.of(test)))
        .forEach(
            test -> lines.add("failed by its report: " + TestResult.id(test.suite(), test.name())));
    if (tests.size() > MOST_LINES) {
      lines.add("and %d more tests failed by their reports".formatted(tests.size() - MOST_LINES));
    }
    return because(
        byLog.with(
            new Evidence(evidence.run(), evidence.job(), evidence.excerpts(), remarks, tests)),
        lines,
        false);
  }

  private static boolean shown(Diagnosis diagnosis, String line) {
    return diagnosis.evidence().stream().anyMatch(shown -> shown.text().equals(line));
  }

  /** Remembers how the tests of a run ended of which nothing is to be diagnosed. */
  public void rememberTests(WorkflowRun run) {
    new RunReports(github, run, memory).read();
  }

  /**
   * What can be found out about the commit of a run; nothing is asked yet.
   *
   * @param jobs all of the attempt
   * @param failed those whose failure counts
   */
  public SameCommit commitOf(WorkflowRun run, List<WorkflowJob> jobs, List<WorkflowJob> failed) {
    return new SameCommit(
        github, run, new RunReports(github, run, memory), new ReportOwners(jobs, failed));
  }

  private static String passed(SameCommit.Where passed) {
    return "the same job passed on this commit in run %d, attempt %d (%s)"
        .formatted(passed.run(), passed.attempt(), passed.event());
  }

  /** With more evidence than the log's, which may show that the failure passes by itself. */
  private static DiagnosisEngine.Examined because(
      DiagnosisEngine.Examined examined, List<String> more, boolean passes) {
    Diagnosis diagnosis = examined.diagnosis();
    List<EvidenceLine> evidence = new ArrayList<>(diagnosis.evidence());
    more.forEach(why -> evidence.add(new EvidenceLine(0, why, null)));
    return examined.with(
        new Diagnosis(
            diagnosis.category(),
            diagnosis.subcategory(),
            diagnosis.tool(),
            passes || diagnosis.transientFailure(),
            diagnosis.confidence(),
            evidence,
            diagnosis.fingerprint(),
            diagnosis.alternatives()));
  }

  /** Whether a cancelled job was cancelled for time or for a lost runner. */
  public boolean cancelledByGitHub(WorkflowRun run, WorkflowJob job) {
    return annotations(run, job).stream()
        .anyMatch(a -> ENDED_BY_GITHUB.matcher(a.message()).find());
  }

  /** As they may be kept, errors first: whatever is evidence goes into the journal. */
  private List<Evidence.Annotation> evidence(WorkflowRun run, WorkflowJob job) {
    return annotations(run, job).stream()
        .sorted(Comparator.comparing(a -> !a.level().equals("failure")))
        .limit(MOST_ANNOTATIONS)
        .map(a ->
            new Evidence.Annotation(
                a.path(), a.line(), a.level(), beginning(a.message()), beginning(a.title())))
        .toList();
  }

  private String beginning(String message) {
    String text = new Redactor().redact(message);
    return text.length() > LONGEST_ANNOTATION ? text.substring(0, LONGEST_ANNOTATION) : text;
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
