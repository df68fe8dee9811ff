package io.closedloop.benchmarks;

import io.closedloop.api.StepResult;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFact.ActionCleared;
import io.closedloop.core.incident.IncidentFact.ActionDeclined;
import io.closedloop.core.incident.IncidentFact.ActionDelayed;
import io.closedloop.core.incident.IncidentFact.ActionProposed;
import io.closedloop.core.incident.IncidentFact.ApprovalAsked;
import io.closedloop.core.incident.IncidentFact.ChannelTold;
import io.closedloop.core.incident.IncidentFact.EffectBegun;
import io.closedloop.core.incident.IncidentFact.EffectDone;
import io.closedloop.core.incident.IncidentFact.IncidentDismissed;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.ProofArrived;
import io.closedloop.core.incident.IncidentFact.ProofAwaited;
import io.closedloop.core.incident.IncidentFact.RecoveryPlanned;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.PlannedAction;
import io.closedloop.core.incident.ProofTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What happens to an incident after it was opened: its facts in order, as a recovery records them.
 */
final class Story {
  private static final String DIGEST = "5f3c9a1e".repeat(8);
  private static final String FORMAT = "code_formatting";
  private static final String RERUN = "rerun_failed_jobs";
  private static final String PREVIEW = preview();

  private final Failure failure;
  private final Instant opened;
  private final List<IncidentFact> facts = new ArrayList<>();
  private int attempt;

  private Story(Failure failure, Instant opened) {
    this.failure = failure;
    this.opened = opened;
  }

  /**
   * The story of one in a hundred incidents; how many tell the same one is about how often each
   * happens.
   *
   * @param kind from 0 to 99
   */
  static List<IncidentFact> of(int kind, Failure failure, Instant opened) {
    Story story = new Story(failure, opened);
    story.planned();
    if (kind < 40) {
      story.rerun("green").ended(Outcome.RECOVERED);
    } else if (kind < 65) {
      story.repair("green").ended(Outcome.RECOVERED);
    } else if (kind < 75) {
      story.rerun("red").rerun("green").ended(Outcome.RECOVERED);
    } else if (kind < 83) {
      story.rerun("red").handedOver().ended(Outcome.FIXED_BY_HUMAN);
    } else if (kind < 88) {
      story.handedOver();
    } else if (kind < 92) {
      story.repair("none").ended(Outcome.UNPROVEN);
    } else if (kind < 96) {
      story.proposed(FORMAT).ended(Outcome.SUPERSEDED);
    } else if (kind == 96) {
      story.handedOver().facts.add(new IncidentDismissed("octocat", "known, and mended upstream"));
    } else if (kind == 97) {
      story.repair("red").ended(Outcome.MITIGATED);
    } else {
      story.proposed(FORMAT);
      story.facts.add(new ApprovalAsked(DIGEST, opened.plus(Duration.ofDays(3))));
      story.told();
    }
    return story.facts;
  }

  private void planned() {
    facts.add(
        new RecoveryPlanned(
            List.of(
                action(RERUN, PlannedAction.AUTOMATIC, true),
                action(FORMAT, PlannedAction.AUTOMATIC, false),
                action("style_correction", PlannedAction.SUPERVISED, false),
                action("import_sorting", PlannedAction.OFF, false))));
    told();
  }

  private static PlannedAction action(String name, String mode, boolean backoff) {
    return new PlannedAction(
        name,
        mode,
        List.of(
            mode + ": listed for this category",
            mode + ": its group is among security.restrictions.allowed_actions",
            mode + ": automation.default_recovery_mode is automatic"),
        3,
        backoff);
  }

  private Story proposed(String action) {
    attempt++;
    facts.add(
        new ActionProposed(
            attempt,
            action,
            action.equals(RERUN)
                ? "the registry refused the connection, which passes by itself"
                : "2 files are written differently by google-java-format",
            "{\"kind\":\"act\",\"steps\":[{\"kind\":\"commit\",\"message\":\"Format\",\"files\":[\"src/Basket.java\"]}]}",
            DIGEST,
            action.equals(RERUN) ? "run the failed jobs of run 70 again" : PREVIEW));
    return this;
  }

  private Story repair(String verdict) {
    facts.add(new ActionDeclined(RERUN, "the failure is not known to pass by itself"));
    proposed(FORMAT);
    carriedOut(
        "Commit to the branch",
        Map.of("sha", "1234567890abcdef1234567890abcdef12345678"),
        ProofTarget.commit(
            failure, "1234567890abcdef1234567890abcdef12345678", failure.jobNames()));
    return proven(verdict);
  }

  private Story rerun(String verdict) {
    facts.add(
        new ActionDelayed(
            RERUN, opened.plusSeconds(120), "the first try waits for 120 s, as infrastructure"));
    proposed(RERUN);
    carriedOut(
        "Run failed jobs again",
        Map.of("attempt", String.valueOf(attempt + 1)),
        ProofTarget.attempt(failure, attempt, failure.jobNames()));
    return proven(verdict);
  }

  private void carriedOut(String what, Map<String, String> values, ProofTarget target) {
    facts.add(new ActionCleared(DIGEST));
    facts.add(new EffectBegun(attempt, 0, "key." + attempt + ".0", failure.run().headSha()));
    facts.add(new EffectDone(attempt, 0, new StepResult(what, StepResult.Status.DONE, values)));
    facts.add(new ProofAwaited(attempt, target, opened.plus(Duration.ofHours(2))));
  }

  private Story proven(String verdict) {
    facts.add(
        new ProofArrived(
            attempt,
            verdict,
            "%s %s in run %d attempt %d"
                .formatted(
                    String.join(", ", failure.jobNames()),
                    verdict,
                    failure.run().id(),
                    attempt + 1)));
    return this;
  }

  private Story handedOver() {
    facts.add(new ActionDeclined(FORMAT, "it was not a formatter that failed"));
    facts.add(new IncidentEscalated("nothing that may be tried is left"));
    told();
    return this;
  }

  private void ended(Outcome outcome) {
    facts.add(new IncidentEnded(outcome, "build in run 71 attempt 2 on 1234567890abcdef"));
    told();
  }

  private void told() {
    facts.add(new ChannelTold("commit_status", null));
    facts.add(new ChannelTold("pr_comments", "https://github.com/acme/app/pull/12#issuecomment-1"));
  }

  private static String preview() {
    StringBuilder diff = new StringBuilder();
    for (String file : List.of("Basket", "Order")) {
      diff.append("diff --git a/src/%s.java b/src/%1$s.java\n".formatted(file));
      diff.append("--- a/src/%s.java\n+++ b/src/%1$s.java\n@@ -1,22 +1,23 @@\n".formatted(file));
      diff.append(" final class %s {\n".formatted(file));
      for (int line = 0; line < 10; line++) {
        diff.append("-    int  total%d( ) {return sum;}\n+  int total%<d() {\n".formatted(line));
        diff.append("+    return sum;\n+  }\n");
      }
      diff.append(" }\n");
    }
    return diff.toString();
  }
}
