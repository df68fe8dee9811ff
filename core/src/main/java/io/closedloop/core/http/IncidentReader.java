package io.closedloop.core.http;

import io.closedloop.api.WorkflowJob;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.history.FailedJobs;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads incidents for the API and the pages, from one state of the data each. */
final class IncidentReader {
  private final Store store;
  private final Incidents incidents;
  private final FailedJobs jobs;

  @Inject
  IncidentReader(Store store, Incidents incidents, FailedJobs jobs) {
    this.store = store;
    this.incidents = incidents;
    this.jobs = jobs;
  }

  /**
   * An incident and all its facts, oldest first.
   *
   * @param explanations how the diagnoses of its failed jobs came about, by the job's id
   */
  record Found(
      Incident incident,
      List<Entry> timeline,
      Map<Long, Explanation> explanations) {}


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
    Incident incident = Incidents.fold(id, timeline);
    List<Long> failed = timeline.stream().flatMap(IncidentReader::jobs).distinct().toList();
    String repository = incident.failure().repo().toString();
    return store.read(tx ->
        new Found(
            incident, timeline, jobs.explanations(tx, repository, failed)));
  }

  private static Stream<Long> jobs(Entry entry) {
    return entry.fact() instanceof IncidentFact fact
        ? Failure.of(fact).stream().flatMap(f -> f.jobs().stream()).map(WorkflowJob::id)
        : Stream.of();
  }

  static HttpProblem noSuchIncident() {
    return new HttpProblem(404, "there is no incident of this id");
  }
}
