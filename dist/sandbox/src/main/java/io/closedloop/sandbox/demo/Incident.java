package io.closedloop.sandbox.demo;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An incident as the REST interface shows it. */
record Incident(JsonNode document) {

  String id() {
    return text(document.path("id"));
  }

  boolean isOver() {
    return !state().equals("open");
  }

  String state() {
    return text(document.path("state"));
  }

  /** Why it stands as it does, in one sentence. */
  String now() {
    return text(document.path("now"));
  }

  /** The digest of the proposal that waits for a person; empty when none does. */
  String waitingProposal() {
    return text(document.path("approval").path("proposal"));
  }

  /** Until when its action was last put off; empty when none was. */
  Optional<Instant> waitsUntil() {
    return items("timeline")
        .filter(moment -> text(moment.path("type")).equals("ActionDelayed"))
        .map(moment -> Instant.parse(text(moment.path("fields").path("until"))))
        .reduce((_, last) -> last);
  }

  String waitingAction() {
    return text(document.path("approval").path("action"));
  }

  String waitingPreview() {
    return text(document.path("approval").path("preview"));
  }

  /** What failed first, by its kind, such as {@code testing/unit_test (0.93)}. */
  String diagnosis() {
    return diagnosis(
        document.path("timeline").path(0).path("fields").path("failure").path("diagnosis"));
  }

  static String diagnosis(JsonNode diagnosis) {
    return String.format(
        Locale.ROOT,
        "%s/%s (%.2f)",
        text(diagnosis.path("category")),
        text(diagnosis.path("subcategory")),
        diagnosis.path("confidence").asDouble(0));
  }

  /** An action that was tried, and {@code green}, {@code red} or what else became of it. */
  record Attempt(String action, String outcome) {}

  List<Attempt> attempts() {
    return items("attempts")
        .map(item -> new Attempt(text(item.path("action")), text(item.path("outcome"))))
        .toList();
  }

  String actions() {
    return attempts().isEmpty()
        ? "none"
        : attempts().stream().map(Attempt::action).distinct().collect(Collectors.joining(", "));
  }

  String proof() {
    return attempts().isEmpty() ? "-" : attempts().getLast().outcome();
  }

  /** Its facts from this one on, oldest first. */
  List<JsonNode> timelineAfter(long seq) {
    return items("timeline").filter(moment -> moment.path("seq").asLong(0) > seq).toList();
  }

  private Stream<JsonNode> items(String field) {
    return StreamSupport.stream(document.path(field).spliterator(), false);
  }

  static String text(JsonNode node) {
    return node.asString("");
  }
}
