package io.closedloop.category.performance;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes the category {@code performance}: benchmark regressions, exceeded budgets and time limits,
 * and jobs that ran out of memory.
 */
@Extension
public final class PerformanceCategoryFactory
    implements FailureCategoryFactory<PerformanceCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/performance/signatures.yml",
          "io/closedloop/category/performance/signatures-agents.yml",
          "io/closedloop/category/performance/signatures-budgets.yml",
          "io/closedloop/category/performance/signatures-ci.yml",
          "io/closedloop/category/performance/signatures-jvm.yml",
          "io/closedloop/category/performance/signatures-killed.yml",
          "io/closedloop/category/performance/signatures-memory.yml",
          "io/closedloop/category/performance/signatures-tools.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "performance";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public FailureCategory create(Config config, PluginContext context) {
    return () -> SIGNATURES;
  }
}
