package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.util.List;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * One message about one incident.
 *
 * @param id the same when delivery is repeated
 * @param kind what happened
 * @param title one line
 * @param summary a sentence or two
 * @param sections the parts of the body, in order, in Markdown that is already escaped
 * @param pending whether the work on the incident goes on
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Notification(
    String id,
    Kind kind,
    IncidentView incident,
    String title,
    String summary,
    List<Section> sections,
    boolean pending) {

  public Notification {
    sections = List.copyOf(sections);
  }

  /** What happened. */
  public enum Kind {
    FAILURE_DETECTED,
    ACTION_TAKEN,
    APPROVAL_NEEDED,
    RECOVERY_SUCCESSFUL,
    RECOVERY_FAILED,
    ENDED,
    ROLLBACK_TRIGGERED,
    ESCALATION,
    DIGEST
  }

  /** A part of the body; {@code markdown} null when the heading says all. */
  public record Section(String heading, @Nullable String markdown) {}
}
