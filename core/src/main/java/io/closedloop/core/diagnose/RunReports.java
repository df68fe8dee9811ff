package io.closedloop.core.diagnose;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.Artifact;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.report.Finding;
import io.closedloop.core.report.ReportReader;
import io.closedloop.core.report.Reports;
import io.closedloop.core.report.TestResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reports that an attempt left as artifacts. GitHub is asked at the first question and then no
 * more; where it does not answer, there are none.
 */
public final class RunReports {
  private static final Logger LOG = LoggerFactory.getLogger(RunReports.class);
  private static final int MOST = 8;
  private static final long LARGEST = 8L << 20;

  /** Other artifacts are rarely reports, and may be anything else. */
  private static final Pattern NAME =
      Pattern.compile("(?i)test|junit|report|result|surefire|pytest|jest|sarif|codeql|coverage");

  private final GitHub github;
  private final WorkflowRun run;
  private final TestMemory memory;
  private final Redactor redactor = new Redactor();
  private @Nullable Reports read;

  RunReports(GitHub github, WorkflowRun run, TestMemory memory) {
    this.github = github;
    this.run = run;
    this.memory = memory;
  }

  /** What they say; remembered for other runs as well. */
  public synchronized Reports read() {
    Reports known = read;
    if (known == null) {
      known = fromGitHub();
      memory.remember(run, known.tests());
      read = known;
    }
    return known;
  }

  private Reports fromGitHub() {
    var reader = new ReportReader();
    try {
      for (Artifact artifact : chosen()) {
        read(artifact, reader);
      }
    } catch (GitHubRefused | GitHubUnavailable e) {
      LOG.info("not all artifacts of run {} could be read: {}", run.id(), e.getMessage());
    }
    return redacted(reader.reports());
  }

  /** One that is broken hides no other. */
  private void read(Artifact artifact, ReportReader reader) {
    try (InputStream zip = github.artifacts().zip(run.repo(), artifact.id(), LARGEST)) {
      reader.artifact(artifact.name(), zip);
    } catch (GitHubRefused | IOException e) {
      LOG.info(
          "the artifact {} of run {} is not read to its end: {}",
          artifact.name(),
          run.id(),
          e.getMessage());
    }
  }

  private Reports redacted(Reports all) {
    return new Reports(
        all.tests().stream()
            .map(test ->
                new TestResult(
                    test.report(),
                    redactor.redact(test.suite()),
                    redactor.redact(test.name()),
                    test.passed(),
                    redactor.redact(test.message())))
            .toList(),
        all.findings().stream()
            .map(f ->
                new Finding(
                    f.report(),
                    redactor.redact(f.tool()),
                    redactor.redact(f.rule()),
                    f.about().stream().map(redactor::redact).toList(),
                    f.path(),
                    f.line(),
                    redactor.redact(f.message())))
            .toList(),
        all.cut());
  }

  /** Those of this attempt: an earlier one's stay beside them. */
  private List<Artifact> chosen() {
    return github.artifacts().of(run.repo(), run.id()).stream()
        .filter(a -> !a.expired() && a.bytes() <= LARGEST && NAME.matcher(a.name()).find())
        .filter(a ->
            run.startedAt() == null
                || a.createdAt() == null
                || !a.createdAt().isBefore(run.startedAt()))
        .sorted(Comparator.comparingLong(Artifact::bytes))
        .limit(MOST)
        .toList();
  }
}
