package io.closedloop.channel.workflowsummary;

import io.closedloop.api.CheckRun;
import io.closedloop.api.CheckRun.Conclusion;
import io.closedloop.api.Delivery;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.IncidentView;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.Permission;
import io.closedloop.api.PlainText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the one check run that tells on a commit how all its incidents stand. It is no gate:
 * neutral until everything has recovered, and never a failure. Commits that an incident has left
 * behind hear how it ended.
 */
final class SummaryChannel implements NotificationChannel {
  private static final String NAME = "closedloop";

  private final String key;
  private final GitHubMessages messages;

  SummaryChannel(String instance, GitHubMessages messages) {
    this.key = "closedloop-" + instance.replaceAll("[^A-Za-z0-9]", "-");
    this.messages = messages;
  }

  @Override
  public Set<Permission> permissions() {
    return Set.of(Permission.CHECKS_WRITE);
  }

  @Override
  public Delivery deliver(Notification notification) {
    if (notification.kind() == Notification.Kind.DIGEST) {
      return new Delivery.Refused("a digest is not about one commit");
    }
    if (!messages.canWriteChecks()) {
      return new Delivery.Refused(
          "left out: the summary is a check run, and GitHub lets only an App write those; "
              + "closedloop uses a token here");
    }
    IncidentView incident = notification.incident();
    Optional<String> written = write(notification, incident.headSha());
    if (!notification.pending()) {
      incident.earlierShas().forEach(sha -> write(notification, sha));
    }
    return written
        .<Delivery>map(Delivery.Sent::new)
        .orElseGet(() ->
            new Delivery.Refused(
                "left out: GitHub does not let the App write check runs; "
                    + "grant it the permission \"Checks: read and write\""));
  }

  private Optional<String> write(Notification notification, String sha) {
    IncidentView incident = notification.incident();
    List<Notification> others =
        notification.related().stream()
            .filter(other -> other.incident().repo().equals(incident.repo()))
            .filter(other -> other.incident().concerns(sha))
            .toList();
    String more = others.isEmpty() ? "" : " (and %d more)".formatted(others.size());
    CheckRun run =
        CheckRun.ended(
                NAME,
                key,
                conclusion(notification, others),
                PlainText.line(notification.title()) + more,
                moved(incident, sha) + SummaryText.of(notification, others))
            .leadingTo(incident.url());
    return messages.checkRun(incident.repo(), sha, run);
  }

  private static String moved(IncidentView incident, String sha) {
    return incident.headSha().equals(sha)
        ? ""
        : (incident.state().equals("recovered")
                ? "It recovered by commit %s.\n\n"
                : "It is about commit %s now.\n\n")
            .formatted(PlainText.inMarkdown(incident.headSha()));
  }

  private static Conclusion conclusion(Notification notification, List<Notification> others) {
    return Stream.concat(Stream.of(notification), others.stream())
            .allMatch(each -> !each.pending() && each.incident().state().equals("recovered"))
        ? Conclusion.SUCCESS
        : Conclusion.NEUTRAL;
  }
}
