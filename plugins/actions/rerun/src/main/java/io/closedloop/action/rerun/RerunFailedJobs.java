package io.closedloop.action.rerun;

import io.closedloop.api.PluginContext;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.Extension;

/**
 * The type {@code rerun_failed_jobs}: runs failed jobs again where the failure can pass by itself.
 */
@Extension
public final class RerunFailedJobs implements RecoveryActionFactory<RerunFailedJobs.Config> {

  /**
   * What is never run again unasked.
   *
   * @param keywords beginnings of words in a job's or workflow's name that mark it as changing the
   *     world outside
   */
  public record Config(List<String> keywords) {
    private static final List<String> DEFAULT =
        List.of("deploy", "publish", "release", "migrat", "rollout", "promote", "provision");

    public Config(@Nullable List<String> keywords) {
      this.keywords = keywords == null ? DEFAULT : List.copyOf(keywords);
      if (this.keywords.stream().anyMatch(String::isBlank)) {
        throw new IllegalArgumentException(
            "keywords: an empty one would match every job; remove it");
      }
    }
  }

  @Override
  public String type() {
    return "rerun_failed_jobs";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new Rerunner(new Outward(config.keywords()), context.clock());
  }
}
