package io.closedloop.category.qualitygates;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes the category {@code quality_gates}: failures of formatters, linters and static analysers.
 */
@Extension
public final class QualityGatesCategoryFactory
    implements FailureCategoryFactory<QualityGatesCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/qualitygates/signatures.yml",
          "io/closedloop/category/qualitygates/signatures-checkers.yml",
          "io/closedloop/category/qualitygates/signatures-ci.yml",
          "io/closedloop/category/qualitygates/signatures-javascript.yml",
          "io/closedloop/category/qualitygates/signatures-jvm.yml",
          "io/closedloop/category/qualitygates/signatures-native.yml",
          "io/closedloop/category/qualitygates/signatures-other.yml",
          "io/closedloop/category/qualitygates/signatures-python.yml",
          "io/closedloop/category/qualitygates/signatures-tools.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "quality_gates";
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
