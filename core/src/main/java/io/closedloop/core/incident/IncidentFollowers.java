package io.closedloop.core.incident;

import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.util.List;

/**
 * Those who must act upon an incident's facts. They write their tasks in the fact's own
 * transaction: if the process dies, the task is still due.
 */
public final class IncidentFollowers {

  /** Acts upon facts by writing tasks; does nothing else. */
  public interface Follower {
    /**
     * Writes the tasks that follow from a fact.
     *
     * @param after the incident with the fact applied
     */
    void follow(Tx tx, Incident after, IncidentFact fact) throws SQLException;
  }

  private final List<Follower> followers;

  /** The followers, in the order in which they are told. */
  public IncidentFollowers(List<Follower> followers) {
    this.followers = List.copyOf(followers);
  }

  void follow(Tx tx, Incident after, IncidentFact fact) throws SQLException {
    for (Follower follower : followers) {
      follower.follow(tx, after, fact);
    }
  }
}
