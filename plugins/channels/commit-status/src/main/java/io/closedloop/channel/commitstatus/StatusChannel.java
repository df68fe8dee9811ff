package io.closedloop.channel.commitstatus;

import io.closedloop.api.Delivery;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.api.IncidentView;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.Permission;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sets the one status that speaks for all incidents of a commit: what is worst, or pending as long
 * as any is worked on. Commits that an incident has left behind hear how it ended.
 */
final class StatusChannel implements NotificationChannel {
  private static final int LONGEST = 140;

  private final String context;
  private final GitHubMessages messages;

  StatusChannel(String context, GitHubMessages messages) {
    this.context = context;
    this.messages = messages;
  }

  @Override
  public Set<Permission> permissions() {
    return Set.of(Permission.STATUSES_WRITE);
  }

  @Override
  public Delivery deliver(Notification notification) {
    if (notification.kind() == Notification.Kind.DIGEST) {
      return new Delivery.Refused("a digest is not about one commit");
    }
    IncidentView incident = notification.incident();
    set(notification, incident.headSha());
    if (!notification.pending()) {
      incident.earlierShas().forEach(sha -> set(notification, sha));
    }
    return new Delivery.Sent(null);
  }

  private void set(Notification notification, String sha) {
    IncidentView incident = notification.incident();
    List<Notification> all =
        Stream.concat(Stream.of(notification), notification.related().stream())
            .filter(each -> each.incident().repo().equals(incident.repo()))
            .filter(each -> each.incident().concerns(sha))
            .sorted(Comparator.comparing(StatusChannel::state).reversed())
            .toList();
    Notification first = all.getFirst();
    String more =
        elsewhere(first.incident(), sha)
            + (all.size() == 1 ? "" : " (and %d more)".formatted(all.size() - 1));
    messages.setStatus(
        incident.repo(),
        sha,
        context,
        github(state(first)),
        line(first.title(), LONGEST - more.length()) + more,
        first.incident().url());
  }

  private static String elsewhere(IncidentView incident, String sha) {
    String head = incident.headSha();
    return head.equals(sha)
        ? ""
        : (incident.state().equals("recovered") ? ", by commit " : ", on commit ")
            + head.substring(0, Math.min(7, head.length()));
  }

  /** What a status can say, from what matters least to what matters most. */
  private enum State {
    GOOD,
    UNCLEAR,
    BAD,
    WORKING
  }

  private static State state(Notification notification) {
    return notification.pending()
        ? State.WORKING
        : switch (notification.incident().state()) {
          // What people dismissed must not block them.
          case "recovered", "fixed_by_human", "mitigated", "dismissed" -> State.GOOD;
          // The commit was left behind, or no signal came: neither good nor bad.
          case "superseded", "unproven" -> State.UNCLEAR;
          default -> State.BAD;
        };
  }

  private static StatusState github(State state) {
    return switch (state) {
      case GOOD -> StatusState.SUCCESS;
      case UNCLEAR -> StatusState.ERROR;
      case BAD -> StatusState.FAILURE;
      case WORKING -> StatusState.PENDING;
    };
  }

  /**
   * One line of at most so many characters, without what controls a terminal or turns text around.
   */
  private static String line(String text, int most) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
    if (plain.length() <= most) {
      return plain;
    }
    int end = Character.isHighSurrogate(plain.charAt(most - 2)) ? most - 2 : most - 1;
    return plain.substring(0, end) + "…";
  }
}
