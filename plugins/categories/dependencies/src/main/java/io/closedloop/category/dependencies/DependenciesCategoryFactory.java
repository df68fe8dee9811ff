package io.closedloop.category.dependencies;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes the category {@code dependencies}: packages that cannot be resolved, conflict with each
 * other or are missing, and the jobs of dependency bots.
 */
@Extension
public final class DependenciesCategoryFactory
    implements FailureCategoryFactory<DependenciesCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/dependencies/signatures.yml",
          "io/closedloop/category/dependencies/signatures-javascript.yml",
          "io/closedloop/category/dependencies/signatures-jvm.yml",
          "io/closedloop/category/dependencies/signatures-lockfiles.yml",
          "io/closedloop/category/dependencies/signatures-native.yml",
          "io/closedloop/category/dependencies/signatures-other.yml",
          "io/closedloop/category/dependencies/signatures-package-managers-jvm.yml",
          "io/closedloop/category/dependencies/signatures-package-managers-node.yml",
          "io/closedloop/category/dependencies/signatures-package-managers-other.yml",
          "io/closedloop/category/dependencies/signatures-package-managers-python.yml",
          "io/closedloop/category/dependencies/signatures-package-managers-system.yml",
          "io/closedloop/category/dependencies/signatures-python.yml",
          "io/closedloop/category/dependencies/signatures-tools.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "dependencies";
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
      public int priorityBoost() {
        return 1;
      }
    };
  }
}
