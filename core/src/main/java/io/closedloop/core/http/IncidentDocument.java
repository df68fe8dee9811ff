package io.closedloop.core.http;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.StepResult;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.http.view.FactText;
import io.closedloop.core.http.view.States;
import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFact.ActionProposed;
import io.closedloop.core.incident.PlannedAction;
import io.closedloop.core.incident.State;
import io.closedloop.core.incident.Urgency;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.learn.RecoveryTimes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An incident as the API sends it.
 *
 * @param priority how urgent it is, and why; null where none was found yet
 * @param expectedRecovery by the history of the like of it
 * @param now one sentence on what it does or waits for
 * @param outage the outage in several repositories that it belongs to; null for none
 * @param approval what a person must decide about; null when nothing waits for one
 */
record IncidentDocument(
    String id,
    String state,
    String phase,
    String now,
    @Nullable Urgency priority,
    RecoveryTimes.Expected expectedRecovery,
    Failed failure,
    List<PlannedAction> plan,
    List<Tried> attempts,
    IncidentReader.@Nullable Hit outage,
    @Nullable Approval approval,
    Instant openedAt,
    Instant updatedAt,
    List<Moment> timeline) {

  /** What failed, where. */
  record Failed(
      String repository,
      String ref,
      String headSha,
      @Nullable Integer pullRequest,
      boolean fork,
      String workflow,
      String event,
      long runId,
      int runAttempt,
      String runUrl,
      List<Job> jobs,
      Diagnosis diagnosis) {
    static Failed of(Failure failure) {
      var run = failure.run();
      return new Failed(
          failure.repo().toString(),
          failure.ref(),
          run.headSha(),
          failure.pullRequest(),
          failure.fork(),
          run.workflow(),
          run.event(),
          run.id(),
          run.attempt(),
          run.url(),
          failure.jobs().stream()
              .map(job -> new Job(job.id(), job.name(), job.conclusion(), job.url()))
              .toList(),
          failure.diagnosis());
    }
  }

  /** A failed job. */
  record Job(long id, String name, @Nullable String conclusion, String url) {}

  /** One attempt; the proposal itself is in the timeline. */
  record Tried(
      int number,
      String action,
      Instant at,
      String why,
      String digest,
      String preview,
      String outcome,
      List<StepResult> results) {
    static Tried of(Attempt attempt) {
      return new Tried(
          attempt.number(),
          attempt.action(),
          attempt.at(),
          attempt.why(),
          attempt.digest(),
          attempt.preview(),
          attempt.outcome(),
          attempt.results());
    }
  }

  /** What waits for a person, and until when. */
  record Approval(String action, String proposal, String why, String preview, Instant expires) {}

  /** How the diagnosis of one failed job came about. */
  record Explained(long jobId, String job, Explanation explanation) {}

  /**
   * One fact with all its fields.
   *
   * @param explanations where it tells of failed jobs, how their diagnoses came about, as far as
   *     that is kept
   */
  record Moment(
      long seq,
      Instant at,
      String type,
      String text,
      JsonNode fields,
      List<Explained> explanations) {
    static Moment of(Entry entry, Map<Long, Explanation> explanations, JsonAnswers json) {
      JsonNode fields = json.tree(entry.fact());
      if (entry.fact() instanceof ActionProposed proposed && fields instanceof ObjectNode object) {
        object.set("proposal", json.parse(proposed.proposal()));
      }
      String text = entry.fact() instanceof IncidentFact fact ? FactText.of(fact).text() : "";
      return new Moment(
          entry.seq(),
          entry.at(),
          entry.fact().getClass().getSimpleName(),
          text,
          fields,
          entry.fact() instanceof IncidentFact fact
              ? Failure.of(fact).stream()
                  .flatMap(failure -> failure.jobs().stream())
                  .filter(job -> explanations.containsKey(job.id()))
                  .map(job ->
                      new Explained(
                          job.id(), job.name(), Objects.requireNonNull(explanations.get(job.id()))))
                  .toList()
              : List.of());
    }
  }

  static IncidentDocument of(IncidentReader.Found found, JsonAnswers json) {
    Incident incident = found.incident();
    return new IncidentDocument(
        incident.id(),
        incident.state().word(),
        incident.state().phase(),
        States.sentence(incident.state()),
        incident.urgency(),
        found.expected(),
        Failed.of(incident.failure()),
        incident.plan(),
        incident.attempts().stream().map(Tried::of).toList(),
        found.outage(),
        approval(incident),
        incident.openedAt(),
        incident.updatedAt(),
        found.timeline().stream()
            .map(entry -> Moment.of(entry, found.explanations(), json))
            .toList());
  }

  private static @Nullable Approval approval(Incident incident) {
    return incident.state() instanceof State.AwaitingApproval(String digest, Instant expires)
        ? approval(incident.lastAttempt(), digest, expires)
        : null;
  }

  private static Approval approval(Attempt attempt, String digest, Instant expires) {
    return new Approval(attempt.action(), digest, attempt.why(), attempt.preview(), expires);
  }
}
