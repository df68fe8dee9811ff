package io.closedloop.core.learn;

import io.closedloop.api.WorkflowJob;
import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.ProofTarget;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Notes, with each fact, what figures are made of later. */
@Singleton
public final class Outcomes implements IncidentFollowers.Follower {

  private final ChangedDays changes;

  @Inject
  Outcomes(ChangedDays changes) {
    this.changes = changes;
  }

  @Override
  public void follow(Tx tx, Incident after, IncidentFact fact) throws SQLException {
    tx.afterCommit(() -> changes.changed(after.openedAt()));
    switch (fact) {
      case IncidentFact.IncidentOpened f -> opened(tx, after, f);
      case IncidentFact.FailureJoined f -> {
        change(tx, after, "failures = failures + " + f.failure().jobs().size());
        stands(tx, after);
      }
      case IncidentFact.ActionProposed _ -> {
        change(tx, after, "proposed = proposed + 1");
        stands(tx, after);
      }
      case IncidentFact.EffectBegun f -> {
        if (f.step() == 0) {
          change(tx, after, "acted = 1, carried_out = carried_out + 1");
        }
      }
      case IncidentFact.ProofAwaited f -> {
        if (f.target().kind() == ProofTarget.Kind.ATTEMPT) {
          change(tx, after, "reruns = reruns + 1");
        }
      }
      case IncidentFact.ProofArrived f ->
          change(
              tx,
              after,
              switch (f.verdict()) {
                case "green" -> "green = green + 1";
                case "red", Attempt.OUTAGE -> "red = red + 1";
                default -> "unproven = unproven + 1";
              });
      case IncidentFact.IncidentEscalated _ -> {
        change(tx, after, "escalated = 1");
        stands(tx, after);
      }
      case IncidentFact.IncidentEnded f -> {
        if (f.outcome() == Outcome.RECOVERED) {
          tx.update(
              "UPDATE outcome SET recovered_at = ? WHERE incident_id = ?",
              after.updatedAt(),
              after.id());
        }
        stands(tx, after);
      }
      case IncidentFact.IncidentDismissed _, IncidentFact.RecoveryPlanned _ -> stands(tx, after);
      case IncidentFact.PriorityFound _,
          IncidentFact.LoopGuarded _,
          IncidentFact.ActionDelayed _,
          IncidentFact.ActionHeld _,
          IncidentFact.ActionDeclined _,
          IncidentFact.PluginFailed _,
          IncidentFact.FindingsMade _,
          IncidentFact.ProposalRefused _,
          IncidentFact.ActionCleared _,
          IncidentFact.ApprovalAsked _,
          IncidentFact.ApprovalGiven _,
          IncidentFact.ApprovalExpired _,
          IncidentFact.EffectDone _,
          IncidentFact.ChannelTold _,
          IncidentFact.ChannelFailed _ -> {}
    }
  }

  private static void opened(Tx tx, Incident after, IncidentFact.IncidentOpened fact)
      throws SQLException {
    @Nullable Instant failed =
        fact.failure().jobs().stream()
            .map(WorkflowJob::completedAt)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    tx.update(
        "INSERT INTO outcome (incident_id, repo, category, state, failures, failed_at, opened_at,"
            + " fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        after.id(),
        after.failure().repo().toString(),
        after.failure().diagnosis().category(),
        after.state().word(),
        fact.failure().jobs().size(),
        failed,
        after.openedAt(),
        after.failure().diagnosis().fingerprint());
  }

  private static void stands(Tx tx, Incident after) throws SQLException {
    tx.update(
        "UPDATE outcome SET state = ?, category = ?, fingerprint = ? WHERE incident_id = ?",
        after.state().word(),
        after.failure().diagnosis().category(),
        after.failure().diagnosis().fingerprint(),
        after.id());
  }

  private static void change(Tx tx, Incident after, String how) throws SQLException {
    tx.update("UPDATE outcome SET " + how + " WHERE incident_id = ?", after.id());
  }
}
