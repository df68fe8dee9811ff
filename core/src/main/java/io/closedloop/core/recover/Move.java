package io.closedloop.core.recover;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes next for an incident. */
sealed interface Move {

  /**
   * Record these, together, and look again.
   *
   * @param basis the incident that they follow upon when it has changed since it was looked at;
   *     null when it has not
   * @param spent what executing took, to be recorded with them
   */
  record Facts(@Nullable Incident basis, List<IncidentFact> facts, Duration spent) implements Move {
    public Facts {
      facts = List.copyOf(facts);
    }

    Facts spending(Duration time) {
      return new Facts(basis, facts, time);
    }
  }

  /** It was recorded already: look again. */
  record LookAgain() implements Move {}

  /** Look again after this time; nothing wakes the incident sooner but news. */
  record LookLater(Duration after) implements Move {}

  /** Whatever comes next wakes the incident by itself. */
  record Rest() implements Move {}

  static Move of(IncidentFact... facts) {
    return new Facts(null, List.of(facts), Duration.ZERO);
  }
}
