package io.closedloop.core.notify;

import io.closedloop.api.Notification;
import io.closedloop.api.Notification.Kind;
import io.closedloop.core.incident.BaseUrl;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what a channel says about an incident: how it stands now, with the other incidents of its
 * pull request in view.
 */
@Singleton
final class Messages {
  private final Incidents incidents;
  private final BaseUrl baseUrl;

  @Inject
  Messages(Incidents incidents, BaseUrl baseUrl) {
    this.incidents = incidents;
    this.baseUrl = baseUrl;
  }

  Notification about(Tx tx, Incident incident, String channel) throws SQLException {
    List<Notification> others = new ArrayList<>();
    for (Incident other : incidents.besides(tx, incident)) {
      others.add(alone(other, channel));
    }
    return alone(incident, channel).beside(others);
  }

  private Notification alone(Incident incident, String channel) {
    return new Notification(
        incident.id() + "/" + channel + "/" + incident.seq(),
        kind(incident.state()),
        incident.view(baseUrl.url()),
        title(incident),
        Sections.summary(incident),
        Sections.of(incident),
        incident.state().active(),
        List.of());
  }

  private static Kind kind(State state) {
    return switch (state) {
      case State.Undecided _, State.Choosing _, State.Waiting _ -> Kind.FAILURE_DETECTED;
      case State.Proposed _, State.Acting _, State.Begun _, State.Proving _ -> Kind.ACTION_TAKEN;
      case State.AwaitingApproval _ -> Kind.APPROVAL_NEEDED;
      case State.Escalated _ -> Kind.RECOVERY_FAILED;
      case State.Ended(Outcome outcome, String _) ->
          outcome == Outcome.RECOVERED ? Kind.RECOVERY_SUCCESSFUL : Kind.ENDED;
    };
  }

  private static String title(Incident incident) {
    String jobs = String.join(", ", incident.failure().jobNames());
    return switch (incident.state()) {
      case State.Ended(Outcome outcome, String _) ->
          switch (outcome) {
            case RECOVERED -> "Recovered: " + jobs;
            case FIXED_BY_HUMAN -> "Fixed: " + jobs;
            case SUPERSEDED -> "Superseded: " + jobs;
            case UNPROVEN -> "Unproven: " + jobs;
            case MITIGATED -> "Mitigated: " + jobs;
            case DISMISSED -> "Dismissed: " + jobs;
          };
      case State.Escalated _ -> "Needs a person: " + jobs;
      case State.AwaitingApproval _ -> "Needs approval: " + jobs;
      case State.Proving _ -> "Being proven: " + jobs;
      case State.Undecided _,
          State.Choosing _,
          State.Waiting _,
          State.Proposed _,
          State.Acting _,
          State.Begun _ ->
          "Failed: " + jobs;
    };
  }
}
