package io.closedloop.core.http;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Priority;
import io.closedloop.api.RepoId;
import io.closedloop.api.StepResult;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.PlannedAction;
import io.closedloop.core.incident.ProofTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Incidents as a recovery would have recorded them. */
final class Samples {
  static final RepoId REPO = RepoId.parse("octo/shop");
  static final String DIGEST = "5f3c9a1e".repeat(8);
  static final String PREVIEW =
      """
      diff --git a/src/Basket.java b/src/Basket.java
      --- a/src/Basket.java
      +++ b/src/Basket.java
      @@ -1,4 +1,4 @@
       final class Basket {
      -    int  total( ) {return sum;}  \t
      +  int total() {
      +    return sum;
      +  }
       }
      """;

  private final TestServer server;
  private final Incidents incidents;

  Samples(TestServer server) {
    this.server = server;
    this.incidents = server.injector.getInstance(Incidents.class);
  }

  static Failure failure(String ref, String category, String evidence, String jobUrl) {
    WorkflowJob job =
        new WorkflowJob(
            71, 70, 1, "build", "completed", "failure", null, null, null, List.of(), jobUrl);
    WorkflowRun run =
        new WorkflowRun(
            REPO,
            70,
            1,
            7,
            "CI",
            ".github/workflows/ci.yml",
            "pull_request",
            ref,
            "abcdef0123456789",
            REPO,
            "completed",
            "failure",
            "mona",
            List.of(12),
            null,
            null,
            "https://github.com/octo/shop/actions/runs/70");
    Diagnosis diagnosis =
        new Diagnosis(
            category,
            "code_formatting",
            "google-java-format",
            false,
            0.94,
            List.of(
                new EvidenceLine(231, evidence, "Check formatting"),
                new EvidenceLine(232, "  src/Basket.java", "Check formatting")),
            "f00d",
            List.of(new Diagnosis.Alternative("testing", 0.04)));
    Evidence around =
        Evidence.ofLog(
            List.of(
                new Evidence.Excerpt(
                    229,
                    List.of(
                        "$ ./format --check",
                        "Checking 41 files",
                        evidence,
                        "  src/Basket.java",
                        "1 file")),
                new Evidence.Excerpt(240, List.of("Process completed with exit code 1."))));
    return new Failure(
        run, ref, List.of(job), List.of("lint"), 12, false, false, diagnosis, List.of(around));
  }

  static Failure failure(String ref) {
    return failure(
        ref,
        "quality_gates",
        "Error: the following files are not formatted:",
        "https://github.com/octo/shop/actions/runs/70/job/71");
  }

  Incident open(Failure failure) {
    return server.store.write(
        tx -> incidents.open(tx, new IncidentFact.IncidentOpened(failure, 0, null)));
  }

  /** Of that priority. */
  Incident urgent(Failure failure, Priority level) {
    return then(
        open(failure),
        new IncidentFact.PriorityFound(level, List.of("count: 5 failed: " + level.word())));
  }

  Incident then(Incident incident, IncidentFact... facts) {
    Incident now = incident;
    for (IncidentFact fact : facts) {
      server.clock.advance(Duration.ofSeconds(7));
      Incident before = now;
      now = server.store.write(tx -> incidents.record(tx, before, fact));
    }
    return now;
  }

  /** The incident after one more fact, at this instant. */
  Incident at(Incident incident, IncidentFact fact) {
    return server.store.write(tx -> incidents.record(tx, incident, fact));
  }

  private static IncidentFact.RecoveryPlanned plan(String mode) {
    return new IncidentFact.RecoveryPlanned(
        List.of(
            new PlannedAction(
                "rerun_failed_jobs",
                "off",
                List.of("off: the failure is not known to pass by itself; only such are re-run"),
                3,
                true),
            new PlannedAction(
                "code_formatting",
                mode,
                List.of(
                    "automatic: listed under automatic_actions of quality_gates",
                    mode + ": automation.default_recovery_mode is " + mode),
                1,
                false)));
  }

  private static IncidentFact.ActionProposed proposal() {
    return new IncidentFact.ActionProposed(
        1,
        "code_formatting",
        "format 1 file with google-java-format",
        "{\"steps\":[]}",
        DIGEST,
        PREVIEW);
  }

  /** Waits for a person. */
  Incident awaitingApproval(Failure failure) {
    return then(
        open(failure),
        plan("supervised"),
        proposal(),
        new IncidentFact.ApprovalAsked(DIGEST, server.clock.instant().plus(Duration.ofHours(24))));
  }

  /** Went all the way. */
  Incident recovered(Failure failure) {
    Incident incident = open(failure);
    return then(
        incident,
        plan("automatic"),
        proposal(),
        new IncidentFact.ActionCleared(DIGEST),
        new IncidentFact.EffectBegun(1, 0, incident.id() + ".1.0", "abcdef0123456789"),
        new IncidentFact.EffectDone(
            1,
            0,
            new StepResult(
                "Commit to the branch", StepResult.Status.DONE, Map.of("sha", "1234567890abcdef"))),
        new IncidentFact.ProofAwaited(
            1,
            ProofTarget.commit(incident.failure(), "1234567890abcdef", List.of("build")),
            server.clock.instant().plus(Duration.ofHours(2))),
        new IncidentFact.ChannelTold("pr_comments", null),
        new IncidentFact.ProofArrived(
            1, "green", "build green in run 71 attempt 1 on 1234567890abcdef"),
        new IncidentFact.IncidentEnded(
            Outcome.RECOVERED, "build green in run 71 attempt 1 on 1234567890abcdef"));
  }

  /** Was handed to people. */
  Incident escalated(Failure failure) {
    return then(
        open(failure),
        plan("off"),
        new IncidentFact.PluginFailed(
            "code_formatting",
            "propose",
            "it threw IllegalStateException: no parser",
            "java.lang.IllegalStateException\n\tat Formatter"),
        new IncidentFact.IncidentEscalated("Nothing here is repaired automatically."));
  }
}
