package io.closedloop.core.http.view;

import io.closedloop.core.outage.Outage;
import io.closedloop.core.outage.Outages;
import java.time.Instant;
import java.util.List;

/**
 * An outage in the list.
 *
 * @param state what is done about it, in a sentence
 * @param members its incidents, each with its repository
 */
public record OutageRow(
    String id,
    Badge badge,
    String what,
    String category,
    String state,
    List<Link> members,
    When began,
    When seen) {

  /** The row as seen from now. */
  public static OutageRow of(Outage outage, List<Outages.Member> members, Instant now) {
    return new OutageRow(
        outage.id(),
        badge(outage.stage()),
        Visible.text(outage.what()),
        outage.category().replace('_', ' '),
        sentence(outage, members),
        members.stream().map(m -> new Link(m.repository(), "/incidents/" + m.incident())).toList(),
        When.of(outage.beganAt(), now),
        When.of(outage.lastSeenAt(), now));
  }

  private static Badge badge(Outage.Stage stage) {
    return switch (stage) {
      case LASTING -> Badge.of("lasting", Tone.BAD);
      case CLEARING -> Badge.of("clearing", Tone.BUSY);
      case OVER -> Badge.of("over", Tone.GOOD);
    };
  }

  private static String sentence(Outage outage, List<Outages.Member> members) {
    long held = members.stream().filter(Outages.Member::held).count();
    return switch (outage.stage()) {
      case LASTING ->
          outage.probe() == null
              ? "Nothing is run again; " + held + " incidents wait"
              : "The re-run of incident " + outage.probe() + " tries whether it is over";
      case CLEARING -> "A re-run went green; " + held + " incidents wait for their turn";
      case OVER -> "";
    };
  }
}
