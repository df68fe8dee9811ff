package io.closedloop.core.http;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.util.List;

/** Reads incidents for the API and the pages, from one state of the data each. */
final class IncidentReader {
  private final Store store;
  private final Incidents incidents;

  @Inject
  IncidentReader(Store store, Incidents incidents) {
    this.store = store;
    this.incidents = incidents;
  }

  /** An incident and all its facts, oldest first. */
  record Found(Incident incident, List<Entry> timeline) {}

  /** The page that the query asks for by state, repository, category and cursor. */
  IncidentPage page(Call call, int limit) {
    IncidentPage.Filter filter =
        new IncidentPage.Filter(
            call.query("state").orElse(null),
            call.query("repository").orElse(null),
            call.query("category").orElse(null),
            call.query("cursor").orElse(null),
            limit);
    try {
      return store.read(tx -> incidents.page(tx, filter));
    } catch (IllegalArgumentException notACursor) {
      throw new HttpProblem(400, String.valueOf(notACursor.getMessage()));
    }
  }

  /**
   * One incident.
   *
   * @throws HttpProblem when there is none
   */
  Found find(String id) {
    List<Entry> timeline = store.read(tx -> incidents.timeline(tx, id));
    if (timeline.isEmpty()) {
      throw noSuchIncident();
    }
    return new Found(Incidents.fold(id, timeline), timeline);
  }

  static HttpProblem noSuchIncident() {
    return new HttpProblem(404, "there is no incident of this id");
  }
}
