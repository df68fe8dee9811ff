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
 * @param title one line of plain text; whoever delivers it escapes it
 * @param summary a sentence or two of plain text
 * @param sections the parts of the body, in order, in Markdown that is already escaped
 * @param pending whether the work on the incident goes on
 * @param related the newest message about each other incident of the same pull request, or of the
 *     same commit where there is none, so that one comment or status can speak for all; they have
 *     no related ones of their own
 */
@API(status = EXPERIMENTAL, since = "0.1")
public record Notification(
    String id,
    Kind kind,
    IncidentView incident,
    String title,
    String summary,
    List<Section> sections,
    boolean pending,
    List<Notification> related) {

  public Notification {
    sections = List.copyOf(sections);
    related = List.copyOf(related);
  }

  /** A copy that knows the newest messages about the other incidents. */
  public Notification beside(List<Notification> others) {
    return new Notification(id, kind, incident, title, summary, sections, pending, others);
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
