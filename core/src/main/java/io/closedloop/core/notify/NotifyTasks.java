package io.closedloop.core.notify;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Wants channels to be told, in the transaction of the fact that they are told of. */
@Singleton
public final class NotifyTasks implements IncidentFollowers.Follower {
  /**
   * The kind of task that tells one channel about one incident; its id is {@code incident/channel}.
   */
  public static final String TASK = "notify";

  /** Facts come in bursts; a channel hears of the last of them. */
  private static final Duration BURST = Duration.ofSeconds(1);

  private final Schedule schedule;
  private final InstantSource clock;
  private final Provider<Routing> routing;
  private final Channels channels;

  @Inject
  NotifyTasks(
      Schedule schedule, InstantSource clock, Provider<Routing> routing, Channels channels) {
    this.schedule = schedule;
    this.clock = clock;
    this.routing = routing;
    this.channels = channels;
  }

  @Override
  public void follow(Tx tx, Incident after, IncidentFact fact) throws SQLException {
    if (!tells(fact)) {
      return;
    }
    for (String channel : routing.get().channels(after, Ledger.channels(tx, after.id()))) {
      if (channels.find(channel).isPresent() && Ledger.want(tx, after.id(), channel, after.seq())) {
        at(tx, after.id(), channel, clock.instant().plus(BURST));
      }
    }
  }

  void at(Tx tx, String incidentId, String channel, Instant when) throws SQLException {
    schedule.at(tx, new Task(TASK, incidentId + "/" + channel), when);
  }

  private static boolean tells(IncidentFact fact) {
    return switch (fact) {
      case IncidentFact.RecoveryPlanned _,
          IncidentFact.ActionDelayed _,
          IncidentFact.ApprovalAsked _,
          IncidentFact.ProofAwaited _,
          IncidentFact.ProofArrived _,
          IncidentFact.IncidentEscalated _,
          IncidentFact.IncidentDismissed _,
          IncidentFact.IncidentEnded _ ->
          true;
      case IncidentFact.IncidentOpened _,
          IncidentFact.FailureJoined _,
          IncidentFact.PriorityFound _,
          IncidentFact.LoopGuarded _,
          IncidentFact.ActionHeld _,
          IncidentFact.ActionDeclined _,
          IncidentFact.PluginFailed _,
          IncidentFact.FindingsMade _,
          IncidentFact.ActionProposed _,
          IncidentFact.ProposalRefused _,
          IncidentFact.ActionCleared _,
          IncidentFact.ApprovalGiven _,
          IncidentFact.ApprovalExpired _,
          IncidentFact.EffectBegun _,
          IncidentFact.EffectDone _,
          IncidentFact.ChannelTold _,
          IncidentFact.ChannelFailed _ ->
          false;
    };
  }
}
