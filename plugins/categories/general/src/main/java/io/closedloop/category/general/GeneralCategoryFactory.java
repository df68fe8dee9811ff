package io.closedloop.category.general;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/** Makes the category {@code general}: failures that no other category claims. */
@Extension
public final class GeneralCategoryFactory
    implements FailureCategoryFactory<GeneralCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/general/signatures.yml",
          "io/closedloop/category/general/signatures-policies.yml",
          "io/closedloop/category/general/signatures-shell.yml",
          "io/closedloop/category/general/signatures-tools.yml",
          "io/closedloop/category/general/signatures-workspaces.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "general";
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
