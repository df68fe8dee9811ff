package io.closedloop.core.http;

import io.closedloop.core.http.view.States;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

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

  /** The page that the query asks for by state, repository, category, cursor and limit. */
  IncidentPage page(Call call, int limit) {
    Optional<String> state = call.query("state");
    if (state.isPresent() && !States.words().contains(state.get())) {
      throw new HttpProblem(400, "state is one of " + String.join(", ", States.words()));
    }
    IncidentPage.Filter filter =
        new IncidentPage.Filter(
            state.orElse(null),
            call.query("repository").orElse(null),
            call.query("category").orElse(null),
            call.query("cursor").orElse(null),
            call.limit(limit));
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
    String checked = checkedId(id);
    Optional<Found> found =
        store.read(tx -> {
          Optional<Incident> incident = incidents.find(tx, checked);
          return incident.isEmpty()
              ? Optional.<Found>empty()
              : Optional.of(new Found(incident.get(), incidents.timeline(tx, checked)));
        });
    return found.orElseThrow(IncidentReader::noSuchIncident);
  }

  /** The id if it can be one; what cannot is as unknown as what is not there. */
  static String checkedId(String id) {
    if (!id.matches("[a-z0-9]{1,40}")) {
      throw noSuchIncident();
    }
    return id;
  }

  static HttpProblem noSuchIncident() {
    return new HttpProblem(404, "there is no incident of this id");
  }
}
