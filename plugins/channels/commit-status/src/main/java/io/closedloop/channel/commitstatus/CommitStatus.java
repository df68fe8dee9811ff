package io.closedloop.channel.commitstatus;

import io.closedloop.api.NotificationChannel;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.api.PluginContext;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/** The type {@code commit_status}: one status on the failing commit, pending while work goes on. */
@Extension
public final class CommitStatus implements NotificationChannelFactory<CommitStatus.Config> {

  /**
   * How the status is named.
   *
   * @param context its name on GitHub; branch protection may require it
   */
  public record Config(String context) {
    private static final String DEFAULT = "ci/auto-repair-closed-loop";

    public Config(@Nullable String context) {
      this.context = context == null ? DEFAULT : context.strip();
      if (this.context.isEmpty() || this.context.length() > 255) {
        throw new IllegalArgumentException("context: 1 to 255 characters, for example " + DEFAULT);
      }
    }
  }

  @Override
  public String type() {
    return "commit_status";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public NotificationChannel create(Config config, PluginContext context) {
    return new StatusChannel(config.context(), context.messages());
  }
}
