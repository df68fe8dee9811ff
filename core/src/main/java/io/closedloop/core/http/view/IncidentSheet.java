package io.closedloop.core.http.view;

import io.closedloop.api.Priority;
import io.closedloop.api.WorkflowJob;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.diagnose.ExplanationText;
import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.State;
import io.closedloop.core.incident.Urgency;
import io.closedloop.core.journal.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page of one incident.
 *
 * @param priority null where none was found yet
 * @param now one sentence on what it does or waits for
 * @param urgency what made its priority, in order; empty where none was found
 * @param approval the decision that it waits for; null when for none
 * @param live whether it may change soon without anybody's doing
 */
public record IncidentSheet(
    String id,
    Badge badge,
    String title,
    @Nullable Badge priority,
    String now,
    List<Fact> facts,
    List<String> urgency,
    Why why,
    List<PlanRow> plan,
    List<Tried> attempts,
    @Nullable Approval approval,
    List<Moment> timeline,
    boolean live) {

  /** A name and what it is. */
  public record Fact(String name, List<Link> values) {}

  /** One attempt and what it would change, or has changed. */
  public record Tried(
      int number,
      String action,
      Badge outcome,
      String why,
      When at,
      List<DiffLine> diff,
      boolean open) {}

  /** What a person must decide about. */
  public record Approval(String action, String digest, When expires) {}

  /** One entry of the timeline; {@code detail} may be empty. */
  public record Moment(long seq, When at, Tone tone, String text, String detail) {}

  /**
   * The page as seen from now.
   *
   * @param expected how long recovery may take, in words
   * @param explanations how the diagnoses of the failed jobs came about, by the job's id
   * @param outage what it shares its cause with, in words; null for nothing
   */
  public static IncidentSheet of(
      Incident incident,
      List<Entry> timeline,
      String expected,
      Map<Long, Explanation> explanations,
      @Nullable String outage,
      Instant now) {
    State state = incident.state();
    Approval approval =
        state instanceof State.AwaitingApproval(String digest, Instant expires)
            ? new Approval(incident.lastAttempt().action(), digest, When.of(expires, now))
            : null;
    return new IncidentSheet(
        incident.id(),
        States.badge(state.word(), state.phase()),
        Visible.text(
            incident.failure().run().workflow()
                + " / "
                + String.join(", ", incident.failure().jobNames())),
        Priorities.badge(incident.priority().map(Priority::word).orElse(null)),
        Visible.text(States.sentence(state)),
        facts(incident, expected, outage, now),
        urgency(incident),
        Why.of(incident.failure()),
        incident.plan().stream().map(action -> PlanRow.of(action, incident)).toList(),
        incident.attempts().reversed().stream()
            .map(attempt -> tried(attempt, incident, now))
            .toList(),
        approval,
        timeline.stream().map(entry -> moment(entry, explanations, now)).toList(),
        state.active() && approval == null);
  }

  private static List<String> urgency(Incident incident) {
    Urgency urgency = incident.urgency();
    return urgency == null ? List.of() : urgency.reasons().stream().map(Visible::text).toList();
  }

  private static List<Fact> facts(
      Incident incident, String expected, @Nullable String outage, Instant now) {
    Failure failure = incident.failure();
    var run = failure.run();
    Integer pull = failure.pullRequest();
    String sha = run.headSha();
    List<Link> where = new ArrayList<>();
    where.add(new Link(Visible.text(failure.ref()), null));
    where.add(
        new Link(
            sha.substring(0, Math.min(8, sha.length())), Links.beside(failure, "commit/" + sha)));
    if (pull != null) {
      where.add(new Link("pull request #" + pull, Links.beside(failure, "pull/" + pull)));
    }
    if (failure.fork()) {
      where.add(new Link("from a fork: nothing is pushed there", null));
    }
    When opened = When.of(incident.openedAt(), now);
    List<Fact> facts = new ArrayList<>();
    if (outage != null) {
      facts.add(new Fact("Outage", List.of(new Link(Visible.text(outage), "/outages"))));
    }
    facts.addAll(whereAndWhen(failure, where, opened));
    facts.add(new Fact("Expected recovery", List.of(new Link(expected, null))));
    facts.add(
        new Fact(
            "What changed",
            List.of(
                new Link("since it was last green", "/incidents/" + incident.id() + "/changes"))));
    return facts;
  }

  private static List<Fact> whereAndWhen(Failure failure, List<Link> where, When opened) {
    var run = failure.run();
    return List.of(
        new Fact(
            "Repository", List.of(new Link(failure.repo().toString(), Links.beside(failure, "")))),
        new Fact("Branch", where),
        new Fact(
            "Run",
            List.of(
                new Link(
                    Visible.text(run.workflow())
                        + ", run "
                        + run.id()
                        + ", attempt "
                        + run.attempt(),
                    Links.safe(run.url())),
                new Link(Visible.text(run.event()), null))),
        new Fact(
            "Failed jobs",
            failure.jobs().stream()
                .map(job -> new Link(Visible.text(job.name()), Links.safe(job.url())))
                .toList()),
        new Fact("Opened", List.of(new Link(opened.words() + ", " + opened.exact(), null))));
  }

  private static Tried tried(Attempt attempt, Incident incident, Instant now) {
    Tone tone =
        switch (attempt.outcome()) {
          case "green" -> Tone.GOOD;
          case "red", "failed" -> Tone.BAD;
          case "none", "rejected" -> Tone.PLAIN;
          default -> Tone.BUSY;
        };
    return new Tried(
        attempt.number(),
        attempt.action(),
        Badge.of(attempt.outcome().equals("none") ? "no proof" : attempt.outcome(), tone),
        Visible.text(attempt.why()),
        When.of(attempt.at(), now),
        DiffLine.of(attempt.preview()),
        attempt.number() == incident.attempts().size());
  }

  private static Moment moment(Entry entry, Map<Long, Explanation> explanations, Instant now) {
    FactText text =
        entry.fact() instanceof IncidentFact fact
            ? FactText.of(fact)
            : new FactText(Tone.PLAIN, entry.fact().getClass().getSimpleName(), "");
    return new Moment(
        entry.seq(),
        When.of(entry.at(), now),
        text.tone(),
        Visible.text(text.text()),
        lines(explained(entry, explanations, text.detail())));
  }

  /** How the diagnosis of each failed job came about. */
  private static String explained(Entry entry, Map<Long, Explanation> explanations, String detail) {
    StringBuilder text = new StringBuilder(detail);
    if (entry.fact() instanceof IncidentFact fact) {
      for (WorkflowJob job : Failure.of(fact).map(Failure::jobs).orElse(List.of())) {
        Explanation explanation = explanations.get(job.id());
        if (explanation != null) {
          text.append(text.isEmpty() ? "" : "\n\n").append(job.name()).append('\n');
          text.append(String.join("\n", ExplanationText.of(explanation)));
        }
      }
    }
    return text.toString();
  }

  private static String lines(String text) {
    return text.lines().map(Visible::text).collect(Collectors.joining("\n"));
  }
}
