package io.closedloop.core.notify;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which channels are told, by how the incident stands.
 *
 * @param success channels for what was recovered
 * @param partial channels for what was mitigated, or done and never proven
 * @param failure channels for everything else
 */
public record Routing(List<String> success, List<String> partial, List<String> failure) {

  public Routing {
    success = List.copyOf(success);
    partial = List.copyOf(partial);
    failure = List.copyOf(failure);
  }

  /** The channels of an incident; one that was told of the failure is also told of its end. */
  Set<String> channels(Incident incident, Set<String> toldBefore) {
    Set<String> channels = new LinkedHashSet<>(now(incident.state()));
    channels.addAll(toldBefore);
    return channels;
  }

  private List<String> now(State state) {
    return state instanceof State.Ended(Outcome outcome, String _)
        ? switch (outcome) {
          case RECOVERED -> success;
          case MITIGATED, UNPROVEN -> partial;
          case FIXED_BY_HUMAN, SUPERSEDED, DISMISSED -> failure;
        }
        : failure;
  }
}
