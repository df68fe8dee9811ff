package io.closedloop.category.security;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes the category {@code security}: vulnerabilities, leaked secrets and refused licences, as
 * scanners report them.
 */
@Extension
public final class SecurityCategoryFactory
    implements FailureCategoryFactory<SecurityCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/security/signatures.yml",
          "io/closedloop/category/security/signatures-supply-chain.yml",
          "io/closedloop/category/security/signatures-tables.yml",
          "io/closedloop/category/security/signatures-tools.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "security";
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
        return 2;
      }
    };
  }
}
