package io.closedloop.benchmarks;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.incident.Failure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Failures of sixty repositories, of which a few have most; the same seed makes the same ones. */
final class StoredFailures {
  static final List<String> CATEGORIES =
      List.of(
          "testing",
          "quality_gates",
          "infrastructure",
          "dependencies",
          "build_deploy",
          "general",
          "security",
          "performance");

  static final int REPOSITORIES = 60;
  private final Random random = new Random(42);
  private final List<String> lines = new ArrayList<>();

  StoredFailures() {
    for (int line = 0; line < 1_000; line++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "[ERROR] Tests run: %d, Failures: 1, Errors: 0, Skipped: 0 <<< FAILURE! -- in org.acme.Part%dTest",
              1 + random.nextInt(90),
              line));
    }
  }

  /** A repository by its number; the lower, the more fails there. */
  static String repository(int number) {
    return "acme/app-" + number;
  }

  /** From 0 below the bound, the low ones far more often. */
  private int skewed(int bound) {
    double share = random.nextDouble();
    return (int) (bound * share * share * share);
  }

  int kind() {
    return random.nextInt(100);
  }

  Failure next(int number, Instant at) {
    RepoId repo = RepoId.parse(repository(skewed(REPOSITORIES)));
    String ref = "feature-" + random.nextInt(300);
    String sha = "%040x".formatted(random.nextLong() & Long.MAX_VALUE);
    String category = CATEGORIES.get(skewed(CATEGORIES.size()));
    long run = 10_000_000_000L + number;
    int pull = 1 + random.nextInt(2000);
    List<WorkflowJob> jobs = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (int job = 0; job <= skewed(3); job++) {
      jobs.add(job(repo, run, job, at));
      evidence.add(Evidence.ofLog(List.of(excerpt(214, 30), excerpt(260, 12))));
    }
    return new Failure(
        new WorkflowRun(
            repo,
            run,
            1,
            7,
            "CI",
            ".github/workflows/ci.yml",
            "pull_request",
            ref,
            sha,
            repo,
            "completed",
            "failure",
            "octocat",
            List.of(pull),
            at.minusSeconds(600),
            at.minusSeconds(20),
            "https://github.com/" + repo + "/actions/runs/" + run),
        ref,
        jobs,
        List.of("lint", "docs", "package (17)", "package (21)"),
        pull,
        false,
        false,
        diagnosis(category),
        evidence);
  }

  private static WorkflowJob job(RepoId repo, long run, int number, Instant at) {
    return new WorkflowJob(
        run * 10 + number,
        run,
        1,
        "build (%d)".formatted(17 + number),
        "completed",
        "failure",
        at.minusSeconds(500),
        at.minusSeconds(30),
        "ubuntu-24.04",
        List.of(),
        "https://github.com/%s/actions/runs/%d/job/%d".formatted(repo, run, number));
  }

  private Diagnosis diagnosis(String category) {
    return new Diagnosis(
        category,
        "unit_test",
        "maven",
        false,
        0.94,
        List.of(
            new EvidenceLine(214, line(), "Build and test"),
            new EvidenceLine(215, line(), "Build and test"),
            new EvidenceLine(231, line(), "Build and test")),
        "%016x".formatted(random.nextInt(5000)),
        List.of(new Diagnosis.Alternative("general", 0.06)));
  }

  private Evidence.Excerpt excerpt(int from, int lines) {
    List<String> texts = new ArrayList<>();
    for (int line = from; line < from + lines; line++) {
      texts.add(line());
    }
    return new Evidence.Excerpt(from, texts);
  }

  private String line() {
    return lines.get(random.nextInt(lines.size()));
  }
}
