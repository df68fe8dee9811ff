package io.closedloop.core.recover;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.ApprovalGiven;
import io.closedloop.core.incident.IncidentFact.IncidentDismissed;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.State;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A person's yes or no to exactly what was proposed. */
@Singleton
public final class Approvals {
  private final Store store;
  private final Incidents incidents;

  @Inject
  Approvals(Store store, Incidents incidents) {
    this.store = store;
    this.incidents = incidents;
  }

  /**
   * Closes an incident that people have dealt with, or do not want to.
   *
   * @param by who closed it
   * @param why what they say; may be empty
   */
  public Answer dismiss(String incidentId, String by, String why) {
    return store.write(tx -> {
      Optional<Incident> incident = incidents.find(tx, incidentId);
      if (incident.isEmpty()) {
        return Answer.NO_SUCH_INCIDENT;
      }
      if (incident.get().state() instanceof State.Ended) {
        return Answer.NOT_WAITING;
      }
      incidents.record(tx, incident.get(), new IncidentDismissed(by, why));
      return Answer.RECORDED;
    });
  }

  /** What became of a decision. */
  public enum Answer {
    RECORDED,
    NO_SUCH_INCIDENT,
    /** The incident waits for no approval, or does so no more. */
    NOT_WAITING,
    /** It waits for the approval of something else than was decided about. */
    OTHER_PROPOSAL
  }

  /**
   * Records a decision; recovery goes on by itself.
   *
   * @param digest what the person saw, as the incident shows it
   * @param by who decided
   */
  public Answer decide(String incidentId, String digest, boolean approve, String by) {
    return store.write(tx -> {
      Optional<Incident> incident = incidents.find(tx, incidentId);
      if (incident.isEmpty()) {
        return Answer.NO_SUCH_INCIDENT;
      }
      if (!(incident.get().state() instanceof State.AwaitingApproval waiting)
          || !tx.now().isBefore(waiting.expires())) {
        return Answer.NOT_WAITING;
      }
      if (!waiting.digest().equals(digest)) {
        return Answer.OTHER_PROPOSAL;
      }
      incidents.record(tx, incident.get(), new ApprovalGiven(digest, approve, by));
      return Answer.RECORDED;
    });
  }
}
