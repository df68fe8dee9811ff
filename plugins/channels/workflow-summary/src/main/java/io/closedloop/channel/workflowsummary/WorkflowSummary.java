package io.closedloop.channel.workflowsummary;

import io.closedloop.api.NotificationChannel;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.api.PluginContext;
import org.pf4j.Extension;

/** The type {@code workflow_summary}: one check run on a commit, edited in place. */
@Extension
public final class WorkflowSummary implements NotificationChannelFactory<WorkflowSummary.Config> {

  /** Nothing to configure. */
  public record Config() {}

  @Override
  public String type() {
    return "workflow_summary";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public NotificationChannel create(Config config, PluginContext context) {
    return new SummaryChannel(context.instance(), context.messages());
  }
}
