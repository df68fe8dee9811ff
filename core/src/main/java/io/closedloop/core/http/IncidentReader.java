package io.closedloop.core.http;

import io.closedloop.api.Diagnosis;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.learn.RecoveryTimes;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.util.List;

/** Reads incidents for the API and the pages, from one state of the data each. */
final class IncidentReader {
  private final Store store;
  private final Incidents incidents;
  private final RecoveryTimes times;

  @Inject
  IncidentReader(Store store, Incidents incidents, RecoveryTimes times) {
    this.store = store;
    this.incidents = incidents;
    this.times = times;
  }

  /** An incident, all its facts, oldest first, and how long the like of it took to recover. */
  record Found(Incident incident, List<Entry> timeline, RecoveryTimes.Expected expected) {}

  /** The page that the query asks for by state, repository, category, priority and cursor. */
  IncidentPage page(Call call, int limit) {
    IncidentPage.Filter filter =
        new IncidentPage.Filter(
            call.query("state").orElse(null),
            call.query("repository").orElse(null),
            call.query("category").orElse(null),
            call.query("priority").orElse(null),
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
    return store.read(tx -> {
      List<Entry> timeline = incidents.timeline(tx, id);
      if (timeline.isEmpty()) {
        throw noSuchIncident();
      }
      Incident incident = Incidents.fold(id, timeline);
      Diagnosis diagnosis = incident.failure().diagnosis();
      return new Found(
          incident, timeline, times.of(tx, id, diagnosis.fingerprint(), diagnosis.category()));
    });
  }

  static HttpProblem noSuchIncident() {
    return new HttpProblem(404, "there is no incident of this id");
  }
}
