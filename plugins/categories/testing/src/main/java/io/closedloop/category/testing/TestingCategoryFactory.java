package io.closedloop.category.testing;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/** Makes the category {@code testing}: failures of tests. */
@Extension
public final class TestingCategoryFactory
    implements FailureCategoryFactory<TestingCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/testing/signatures.yml",
          "io/closedloop/category/testing/signatures-browsers.yml",
          "io/closedloop/category/testing/signatures-ci.yml",
          "io/closedloop/category/testing/signatures-javascript.yml",
          "io/closedloop/category/testing/signatures-jvm.yml",
          "io/closedloop/category/testing/signatures-native.yml",
          "io/closedloop/category/testing/signatures-other.yml",
          "io/closedloop/category/testing/signatures-python.yml",
          "io/closedloop/category/testing/signatures-test-runners.yml",
          "io/closedloop/category/testing/signatures-tools.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "testing";
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
