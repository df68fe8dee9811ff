package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.demo.Terminal.Tone;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Facts of an incident's timeline in plain words. */
final class Narrator {
  private static final Pattern SHA = Pattern.compile("\\b([0-9a-f]{7})[0-9a-f]{33}\\b");

  private Narrator() {}

  /** A sentence and how it is meant. */
  record Line(Tone tone, String text) {}

  /** Empty for what only an auditor wants to know. */
  static Optional<Line> tell(JsonNode moment) {
    JsonNode fields = moment.path("fields");
    String text = Incident.text(moment.path("text"));
    String type = Incident.text(moment.path("type"));
    return switch (type) {
      case "EffectBegun", "ActionCleared", "ChannelTold" -> Optional.empty();
      case "IncidentOpened" -> line(Tone.BUSY, diagnosed("diagnosed ", fields));
      case "FailureJoined" -> line(Tone.BUSY, diagnosed("failed again: ", fields));
      case "ActionDelayed" -> line(Tone.WAIT, delayed(moment, fields));
      case "ApprovalAsked" -> line(Tone.WAIT, "waits for a person's approval");
      case "ProofAwaited" -> line(Tone.BUSY, "waits for GitHub's own result as proof");
      case "ProofArrived" -> line(toneOf(Incident.text(fields.path("verdict"))), small(text));
      case "RecoveryPlanned" -> line(Tone.PLAIN, planned(fields.path("actions")));
      case "EffectDone" -> line(Tone.BUSY, done(fields.path("result"), small(text)));
      case "IncidentEscalated" -> line(Tone.WAIT, small(text));
      case "IncidentEnded" ->
          Incident.text(fields.path("outcome")).equalsIgnoreCase("recovered")
              ? line(Tone.GOOD, "recovered and proven")
              : line(Tone.PLAIN, small(text));
      case "PluginFailed", "ChannelFailed", "ProposalRefused" -> line(Tone.BAD, small(text));
      default -> line(Tone.PLAIN, small(text));
    };
  }

  private static String diagnosed(String verb, JsonNode fields) {
    return verb + Incident.diagnosis(fields.path("failure").path("diagnosis"));
  }

  private static String delayed(JsonNode moment, JsonNode fields) {
    Duration wait =
        Duration.between(
            Instant.parse(Incident.text(moment.path("at"))),
            Instant.parse(Incident.text(fields.path("until"))));
    return "%s is held back for %d s, since a retry at once would meet the same trouble"
        .formatted(Incident.text(fields.path("action")), wait.toSeconds());
  }

  private static String planned(JsonNode actions) {
    String possible =
        StreamSupport.stream(actions.spliterator(), false)
            .filter(action -> !Incident.text(action.path("mode")).equals("off"))
            .map(action ->
                "%s (%s)"
                    .formatted(
                        Incident.text(action.path("action")), Incident.text(action.path("mode"))))
            .collect(Collectors.joining(", then "));
    return possible.isEmpty() ? "plan: nothing may be done about it" : "plan: " + possible;
  }

  private static String done(JsonNode result, String otherwise) {
    String sha = Incident.text(result.path("values").path("sha"));
    String attempt = Incident.text(result.path("values").path("run_attempt"));
    if (!Incident.text(result.path("status")).equalsIgnoreCase("done")) {
      return otherwise;
    }
    return !sha.isEmpty()
        ? "pushed commit " + sha
        : !attempt.isEmpty() ? "asked GitHub for attempt " + attempt + " of the run" : otherwise;
  }

  private static Tone toneOf(String verdict) {
    return switch (verdict) {
      case "green" -> Tone.GOOD;
      case "red" -> Tone.BAD;
      default -> Tone.PLAIN;
    };
  }

  private static Optional<Line> line(Tone tone, String text) {
    return Optional.of(new Line(tone, SHA.matcher(text).replaceAll("$1")));
  }

  /** A sentence of the server's own, in the middle of a line. */
  private static String small(String text) {
    return text.isEmpty() ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
