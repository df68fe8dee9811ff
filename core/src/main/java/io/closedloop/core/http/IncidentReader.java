package io.closedloop.core.http;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.WorkflowJob;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.history.FailedJobs;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.learn.RecoveryTimes;
import io.closedloop.core.outage.Outage;
import io.closedloop.core.outage.Outages;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads incidents for the API and the pages, from one state of the data each. */
final class IncidentReader {
  private final Store store;
  private final Incidents incidents;
  private final RecoveryTimes times;
  private final FailedJobs jobs;
  private final Outages outages;

  @Inject
  IncidentReader(
      Store store, Incidents incidents, RecoveryTimes times, FailedJobs jobs, Outages outages) {
    this.store = store;
    this.incidents = incidents;
    this.times = times;
    this.jobs = jobs;
    this.outages = outages;
  }

  /**
   * An incident and all its facts, oldest first.
   *
   * @param expected how long the like of it took to recover
   * @param explanations how the diagnoses of its failed jobs came about, by the job's id
   * @param outage what it shares its cause with; null for nothing
   */
  record Found(
      Incident incident,
      List<Entry> timeline,
      RecoveryTimes.Expected expected,
      Map<Long, Explanation> explanations,
      @Nullable Hit outage) {}

  /**
   * The outage that an incident belongs to.
   *
   * @param why why nothing is run again now; null when something may be
   */
  record Hit(String id, Outage.Stage stage, String what, @Nullable String why) {}

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
      List<Long> failed = timeline.stream().flatMap(IncidentReader::jobs).distinct().toList();
      return new Found(
          incident,
          timeline,
          times.of(tx, id, diagnosis.fingerprint(), diagnosis.category()),
          jobs.explanations(tx, incident.failure().repo().toString(), failed),
          outage(tx, incident));
    });
  }

  private @Nullable Hit outage(Tx tx, Incident incident) throws SQLException {
    Optional<Outage> outage = outages.of(tx, incident.id());
    if (outage.isEmpty()) {
      return null;
    }
    Optional<Outages.Hold> hold =
        incident.state().active() ? outages.hold(tx, incident.id()) : Optional.empty();
    Outage of = outage.get();
    return new Hit(of.id(), of.stage(), of.what(), hold.map(Outages.Hold::why).orElse(null));
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
