package io.closedloop.channel.prcomment;

import io.closedloop.api.NotificationChannel;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.api.PluginContext;
import org.pf4j.Extension;

/** The type {@code pr_comments}: one comment on a pull request, edited in place. */
@Extension
public final class PullRequestComments
    implements NotificationChannelFactory<PullRequestComments.Config> {

  /** Nothing to configure. */
  public record Config() {}

  @Override
  public String type() {
    return "pr_comments";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public NotificationChannel create(Config config, PluginContext context) {
    return new CommentChannel(context.instance(), context.messages());
  }
}
