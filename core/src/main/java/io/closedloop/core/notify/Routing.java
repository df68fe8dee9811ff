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
 * @param failure channels for everything else
 */
public record Routing(List<String> success, List<String> failure) {

  public Routing {
    success = List.copyOf(success);
    failure = List.copyOf(failure);
  }

  /** The channels of an incident; one that was told of the failure is also told of its end. */
  Set<String> channels(Incident incident, Set<String> toldBefore) {
    boolean recovered =
        incident.state() instanceof State.Ended(Outcome outcome, String _)
            && outcome == Outcome.RECOVERED;
    Set<String> channels = new LinkedHashSet<>(recovered ? success : failure);
    channels.addAll(toldBefore);
    return channels;
  }
}
