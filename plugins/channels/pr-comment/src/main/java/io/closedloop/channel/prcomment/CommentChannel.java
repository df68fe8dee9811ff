package io.closedloop.channel.prcomment;

import io.closedloop.api.Delivery;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.IncidentView;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.Permission;
import java.util.Set;

/**
 * Writes or edits the one comment that this instance has on a pull request; it speaks for all its
 * incidents.
 */
final class CommentChannel implements NotificationChannel {
  private final String marker;
  private final GitHubMessages messages;

  CommentChannel(String instance, GitHubMessages messages) {
    this.marker = "closedloop-" + instance.replaceAll("[^A-Za-z0-9]", "-");
    this.messages = messages;
  }

  @Override
  public Set<Permission> permissions() {
    return Set.of(Permission.PULL_REQUESTS_WRITE);
  }

  @Override
  public Delivery deliver(Notification notification) {
    IncidentView incident = notification.incident();
    if (notification.kind() == Notification.Kind.DIGEST) {
      return new Delivery.Refused("a digest is not about one pull request");
    }
    Integer pullRequest = incident.pullRequest();
    if (pullRequest == null) {
      return new Delivery.Refused("the incident has no pull request to comment on");
    }
    return new Delivery.Sent(
        messages.upsertComment(incident.repo(), pullRequest, marker, CommentText.of(notification)));
  }
}
