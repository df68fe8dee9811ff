package io.closedloop.core.recover;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFact.ActionDelayed;
import io.closedloop.core.incident.IncidentFact.ApprovalAsked;
import io.closedloop.core.incident.IncidentFact.ApprovalGiven;
import io.closedloop.core.incident.IncidentFact.FailureJoined;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.incident.IncidentFact.ProofAwaited;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The durable tasks that follow from an incident's facts, written in the fact's own transaction.
 */
@Singleton
public final class RecoveryTasks implements IncidentFollowers.Follower {
  /** Takes an incident as far as it can go now. */
  public static final String ADVANCE = "recovery";

  /** Looks for the proof, and looks again later while there is none. */
  public static final String PROOF = "proof";

  static final Duration FIRST_LOOK = Duration.ofSeconds(20);
  private final Schedule schedule;
  private final InstantSource clock;

  @Inject
  public RecoveryTasks(Schedule schedule, InstantSource clock) {
    this.schedule = schedule;
    this.clock = clock;
  }

  @Override
  public void follow(Tx tx, Incident after, IncidentFact fact) throws SQLException {
    switch (fact) {
      case IncidentOpened _, FailureJoined _, ApprovalGiven _ -> wake(tx, after.id());
      case ActionDelayed f -> at(tx, after.id(), f.until());
      case ApprovalAsked f -> at(tx, after.id(), f.expires());
      case ProofAwaited _ -> look(tx, after.id(), FIRST_LOOK);
      case IncidentFact.PriorityFound _,
          IncidentFact.LoopGuarded _,
          IncidentFact.RecoveryPlanned _,
          IncidentFact.ActionHeld _,
          IncidentFact.ActionDeclined _,
          IncidentFact.PluginFailed _,
          IncidentFact.FindingsMade _,
          IncidentFact.ActionProposed _,
          IncidentFact.ProposalRefused _,
          IncidentFact.ActionCleared _,
          IncidentFact.ApprovalExpired _,
          IncidentFact.EffectBegun _,
          IncidentFact.EffectDone _,
          IncidentFact.ProofArrived _,
          IncidentFact.IncidentEscalated _,
          IncidentFact.IncidentDismissed _,
          IncidentFact.IncidentEnded _,
          IncidentFact.ChannelTold _,
          IncidentFact.ChannelFailed _ -> {
        // recorded by the task that is under way, which goes on until it must wait
      }
    }
  }

  /** Takes the incident further as soon as possible. */
  String wake(Tx tx, String incidentId) throws SQLException {
    at(tx, incidentId, clock.instant());
    return incidentId;
  }

  /** Takes the incident further after a while. */
  void wakeAfter(Tx tx, String incidentId, Duration after) throws SQLException {
    at(tx, incidentId, clock.instant().plus(after));
  }

  private void at(Tx tx, String incidentId, Instant when) throws SQLException {
    schedule.at(tx, new Task(ADVANCE, incidentId), when);
  }

  void look(Tx tx, String incidentId, Duration after) throws SQLException {
    schedule.at(tx, new Task(PROOF, incidentId), clock.instant().plus(after));
  }
}
