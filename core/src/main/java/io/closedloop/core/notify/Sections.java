package io.closedloop.core.notify;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.Notification.Section;
import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.PlannedAction;
import io.closedloop.core.incident.State;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The parts of a message about one incident, in Markdown with everything hostile escaped. */
final class Sections {
  private static final int LINE = 300;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Sections() {}

  static List<Section> of(Incident incident) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section("What failed", failed(incident)));
    if (!incident.attempts().isEmpty()) {
      sections.add(new Section("What closedloop did", attempts(incident)));
    }
    String guards = guards(incident);
    boolean recovered =
        incident.state() instanceof State.Ended(Outcome outcome, String _)
            && outcome == Outcome.RECOVERED;
    if (!recovered && !guards.isEmpty()) {
      sections.add(new Section("Why it did not do more", guards));
    }
    patch(incident, sections);
    sections.add(new Section("What you can do", advice(incident)));
    return sections;
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  /** One sentence on how it stands, as plain text. */
  static String summary(Incident incident) {
    return switch (incident.state()) {
      case State.Undecided _, State.Choosing _, State.Proposed _, State.Acting _, State.Begun _ ->
          "Work on it goes on.";
      case State.Waiting(String action, var until) -> action + " is tried at " + time(until) + ".";
      case State.AwaitingApproval(String _, var expires) ->
          incident.lastAttempt().action()
              + " waits for approval until "
              + time(expires)
              + "; without it nothing is done.";
      case State.Proving _ ->
          incident.lastAttempt().action()
              + " was carried out; GitHub's own result will show whether it worked.";
      case State.Escalated(String why) -> why;
      case State.Ended(Outcome _, String why) -> why;
    };
  }

  private static String failed(Incident incident) {
    Diagnosis diagnosis = incident.failure().diagnosis();
    StringBuilder text = new StringBuilder();
    text.append(
            incident.failure().jobs().stream()
                .map(job -> Markdown.link(job.name(), job.url()))
                .collect(Collectors.joining(", ")))
        .append(" of workflow ")
        .append(Markdown.text(incident.failure().run().workflow()))
        .append(" on ")
        .append(Markdown.code(incident.failure().run().headSha()))
        .append("\n\nDiagnosis: **")
        .append(Markdown.text(diagnosis.category()))
        .append("** / ")
        .append(Markdown.text(diagnosis.subcategory()))
        .append(diagnosis.tool() == null ? "" : " (" + Markdown.text(diagnosis.tool()) + ")")
        .append(diagnosis.transientFailure() ? ", can pass by itself" : ", does not pass by itself")
        .append(", confidence ")
        .append(Math.round(diagnosis.confidence() * 100))
        .append(" %\n\n");
    if (!diagnosis.evidence().isEmpty()) {
      text.append(
          Markdown.block(
              "text",
              diagnosis.evidence().stream()
                  .sorted(Comparator.comparingInt(EvidenceLine::line))
                  .map(Sections::evidence)
                  .collect(Collectors.joining("\n"))));
    }
    return text.toString();
  }

  private static String evidence(EvidenceLine line) {
    String text = line.text().length() > LINE ? line.text().substring(0, LINE) + "…" : line.text();
    return line.line() + ": " + text;
  }

  private static String attempts(Incident incident) {
    StringBuilder text = new StringBuilder();
    for (Attempt attempt : incident.attempts()) {
      text.append(attempt.number())
          .append(". ")
          .append(Markdown.code(attempt.action()))
          .append(" – ")
          .append(Markdown.text(attempt.why()))
          .append(" – **")
          .append(Markdown.text(words(attempt.outcome())))
          .append("**");
      attempt
          .results()
          .forEach(result -> {
            if (result.values().containsKey("sha")) {
              text.append(", commit ").append(result.values().get("sha"));
            }
            if (result.values().containsKey("run_attempt")) {
              text.append(", run attempt ").append(result.values().get("run_attempt"));
            }
            if (result.values().containsKey("url")) {
              text.append(", ")
                  .append(Markdown.link("pull request", result.values().getOrDefault("url", "")));
            }
          });
      text.append('\n');
    }
    return text.toString();
  }

  private static String words(String outcome) {
    return switch (outcome) {
      case "green" -> "proven green";
      case "red" -> "still red";
      case Attempt.OUTAGE -> "red while the outage lasted, which does not count";
      case "none" -> "no proof";
      case "proving" -> "being proven";
      default -> outcome;
    };
  }

  private static String guards(Incident incident) {
    StringBuilder text = new StringBuilder();
    for (PlannedAction action : incident.plan()) {
      String why = incident.declined().get(action.action());
      if (why == null && action.mode().equals(PlannedAction.OFF)) {
        why =
            action.steps().stream()
                .filter(step -> step.startsWith("off"))
                .findFirst()
                .orElse("off")
                .replaceFirst("^off: ", "not allowed here: ");
      }
      if (why != null) {
        text.append("- ")
            .append(Markdown.code(action.action()))
            .append(": ")
            .append(Markdown.text(why))
            .append('\n');
      }
    }
    return text.toString();
  }

  private static void patch(Incident incident, List<Section> sections) {
    if (incident.attempts().isEmpty()) {
      return;
    }
    boolean waits = incident.state() instanceof State.AwaitingApproval;
    boolean offered =
        incident.lastAttempt().results().stream().anyMatch(r -> r.values().containsKey("offered"));
    if (waits || offered) {
      sections.add(
          new Section(
              offered ? "The patch, to apply with git apply" : "What would change",
              Markdown.block("diff", incident.lastAttempt().preview())));
    }
  }

  private static String advice(Incident incident) {
    return switch (incident.state()) {
      case State.AwaitingApproval(String digest, var _) ->
          "Approve or reject it on its page, or with "
              + Markdown.code(
                  "closedloop approve " + incident.id() + " --proposal " + digest.substring(0, 12))
              + ".";
      case State.Escalated _ ->
          "Start from the lines above. A push that turns these jobs green closes this by itself.";
      case State.Undecided _,
          State.Choosing _,
          State.Waiting _,
          State.Proposed _,
          State.Acting _,
          State.Begun _,
          State.Proving _ ->
          "Nothing for now; this is kept up to date. A push of yours ends the work on this commit.";
      case State.Ended _ -> "Nothing more.";
    };
  }
}
