package io.closedloop.channel.workflowsummary;

import io.closedloop.api.IncidentView;
import io.closedloop.api.Notification;
import io.closedloop.api.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The text of the summary: each incident of the commit a part, the one with news first. */
final class SummaryText {
  /** Bytes, well below GitHub's 65,535: a cut there would tear a code block open. */
  private static final int MOST = 50_000;

  private static final int MOST_INCIDENTS = 20;
  private static final String CUT = "More than fits here is on the incident's page.\n\n";

  private SummaryText() {}

  static String of(Notification notification, List<Notification> others) {
    StringBuilder text = new StringBuilder(body(notification, MOST));
    others.stream()
        .limit(MOST_INCIDENTS)
        .forEach(other ->
            text.append("### ")
                .append(PlainText.inMarkdown(other.title()))
                .append("\n\n")
                .append(body(other, MOST - bytes(text))));
    return text.toString();
  }

  private static String body(Notification notification, int room) {
    StringBuilder body =
        new StringBuilder(PlainText.inMarkdown(notification.summary())).append("\n\n");
    for (Notification.Section section : notification.sections()) {
      String next = section(section);
      if (bytes(body) + bytes(next) > room) {
        body.append(CUT);
        break;
      }
      body.append(next);
    }
    return body.append(link(notification.incident())).toString();
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
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
