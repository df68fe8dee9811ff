package io.closedloop.core.diagnose;

import io.closedloop.api.Evidence;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubRefused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what GitHub keeps of a failed job, and diagnoses it. */
@Singleton
public final class Diagnostician {
  /** What GitHub's own annotation says when it, and not a person or a newer push, ended a job. */
  private static final Pattern ENDED_BY_GITHUB =
      Pattern.compile(
          "exceeded the maximum execution time|lost communication with the server|runner has received a shutdown signal",
          Pattern.CASE_INSENSITIVE);

  private final GitHub github;
  private final DiagnosisEngine engine;

  @Inject
  Diagnostician(GitHub github, DiagnosisEngine engine) {
    this.github = github;
    this.engine = engine;
  }

  /**
   * Diagnoses one failed job by its log and its annotations; without a log, by these alone.
   *
   * @throws GitHubUnavailable when GitHub does not answer; nothing is guessed then
   */
  public DiagnosisEngine.Examined examine(WorkflowRun run, WorkflowJob job) {
    List<Evidence.Annotation> annotations = annotations(run, job);
    try (InputStream log = log(run, job)) {
      return engine.examine(log, run, job, annotations);
    } catch (IOException cut) {
      throw new GitHubUnavailable(
          "the log of job " + job.id() + " of " + run.repo() + " broke off", cut);
    }
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
