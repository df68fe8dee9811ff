package io.closedloop.channel.prcomment;

import io.closedloop.api.IncidentView;
import io.closedloop.api.Notification;
import io.closedloop.api.PlainText;
import java.util.Comparator;
import java.util.List;

/**
 * The text of the comment: each incident a part, what is worked on first, what has ended folded
 * away.
 */
final class CommentText {
  /** Below GitHub's 65,536: cutting there would tear a fold or a code block open. */
  private static final int MOST = 60_000;

  private static final int MOST_INCIDENTS = 20;
  private static final String CUT = "More than fits here is on the incident's page.\n\n";

  private CommentText() {}

  static String of(Notification notification) {
    // The incident that the message is about stays open even when it has ended: it is the news.
    StringBuilder text = new StringBuilder(open(notification, MOST));
    List<Notification> others =
        notification.related().stream()
            .sorted(Comparator.comparing(CommentText::ended))
            .limit(MOST_INCIDENTS)
            .toList();
    for (Notification other : others) {
      int room = MOST - text.length();
      text.append(ended(other) ? folded(other, room) : open(other, room));
    }
    return text.toString();
  }

  private static boolean ended(Notification notification) {
    return !notification.pending() && !notification.incident().state().equals("escalated");
  }

  private static String open(Notification notification, int room) {
    return "### %s\n\n%s"
        .formatted(PlainText.inMarkdown(notification.title()), body(notification, room));
  }

  private static String folded(Notification notification, int room) {
    return "<details><summary>%s</summary>\n\n%s</details>\n\n"
        .formatted(PlainText.inHtml(notification.title()), body(notification, room));
  }

  private static String body(Notification notification, int room) {
    StringBuilder body =
        new StringBuilder(PlainText.inMarkdown(notification.summary())).append("\n\n");
    for (Notification.Section section : notification.sections()) {
      String next = section(section);
      if (body.length() + next.length() > room) {
        body.append(CUT);
        break;
      }
      body.append(next);
    }
    return body.append(link(notification.incident())).toString();
  }

  private static String section(Notification.Section section) {
    String heading = "**" + PlainText.inMarkdown(section.heading()) + "**\n\n";
    return section.markdown() == null ? heading : heading + section.markdown() + "\n\n";
  }

  private static String link(IncidentView incident) {
    return "[Timeline of %s](%s)\n\n"
        .formatted(PlainText.inMarkdown(incident.id()), PlainText.address(incident.url()));
  }
}
