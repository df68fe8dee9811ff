package io.closedloop.category.infrastructure;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes the category {@code infrastructure}: failures of runners, networks, registries, quotas and
 * permissions.
 */
@Extension
public final class InfrastructureCategoryFactory
    implements FailureCategoryFactory<InfrastructureCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/infrastructure/signatures.yml",
          "io/closedloop/category/infrastructure/signatures-agents.yml",
          "io/closedloop/category/infrastructure/signatures-ci.yml",
          "io/closedloop/category/infrastructure/signatures-clouds.yml",
          "io/closedloop/category/infrastructure/signatures-downloads.yml",
          "io/closedloop/category/infrastructure/signatures-javascript.yml",
          "io/closedloop/category/infrastructure/signatures-jvm.yml",
          "io/closedloop/category/infrastructure/signatures-native.yml",
          "io/closedloop/category/infrastructure/signatures-other.yml",
          "io/closedloop/category/infrastructure/signatures-python.yml",
          "io/closedloop/category/infrastructure/signatures-registries.yml",
          "io/closedloop/category/infrastructure/signatures-scanners.yml",
          "io/closedloop/category/infrastructure/signatures-tools.yml",
          "io/closedloop/category/infrastructure/signatures-workflows.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "infrastructure";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public FailureCategory create(Config config, PluginContext context) {
    return new FailureCategory() {
      @Override
      public List<String> signatureResources() {
        return SIGNATURES;
      }

      @Override
      public boolean correlates() {
        return true;
      }
    };
  }
}
