package io.closedloop.core.recover;

import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.PriorityFound;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.incident.Urgency;
import io.closedloop.core.learn.JobResults;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.InstantSource;

/** Finds the priority of an incident among the jobs of its workflow, and records it. */
@Singleton
final class Priorities {
  private final Provider<PriorityRules> rules;
  private final JobResults results;
  private final Incidents incidents;
  private final InstantSource clock;

  @Inject
  Priorities(
      Provider<PriorityRules> rules, JobResults results, Incidents incidents, InstantSource clock) {
    this.rules = rules;
    this.results = results;
    this.incidents = incidents;
    this.clock = clock;
  }

  /** Remembers how the jobs of an attempt ended, among which a failure is weighed. */
  long ran(Tx tx, JobResults.Attempt attempt) throws SQLException {
    results.record(tx, attempt);
    return attempt.run().id();
  }

  /** The incident with its priority; one that it has already is recorded anew when it changed. */
  Incident found(Tx tx, Incident incident) throws SQLException {
    PriorityRules now = rules.get();
    Failure failure = incident.failure();
    JobResults.Counts counts =
        results.counts(
            tx,
            failure.repo(),
            failure.run().workflowId(),
            failure.defaultBranch(),
            clock.instant().minus(now.window()));
    PriorityRules.Found found =
        now.of(
            Failures.circumstances(
                failure, new PriorityRules.Jobs(counts.runs(), counts.jobs(), counts.failed())));
    Urgency before = incident.urgency();
    return before != null && before.level() == found.level()
        ? incident
        : incidents.record(tx, incident, new PriorityFound(found.level(), found.reasons()));
  }
}
