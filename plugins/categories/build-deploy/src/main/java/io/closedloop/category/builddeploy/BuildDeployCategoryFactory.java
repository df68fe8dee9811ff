package io.closedloop.category.builddeploy;

import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.PluginContext;
import java.util.List;
import org.pf4j.Extension;

/**
 * Makes the category {@code build_deploy}: code that does not compile or link, images that cannot
 * be built, and releases that are refused.
 */
@Extension
public final class BuildDeployCategoryFactory
    implements FailureCategoryFactory<BuildDeployCategoryFactory.Config> {
  private static final List<String> SIGNATURES =
      List.of(
          "io/closedloop/category/builddeploy/signatures.yml",
          "io/closedloop/category/builddeploy/signatures-bundlers.yml",
          "io/closedloop/category/builddeploy/signatures-compilers.yml",
          "io/closedloop/category/builddeploy/signatures-containers.yml",
          "io/closedloop/category/builddeploy/signatures-deploy.yml",
          "io/closedloop/category/builddeploy/signatures-docs.yml",
          "io/closedloop/category/builddeploy/signatures-javascript.yml",
          "io/closedloop/category/builddeploy/signatures-jvm.yml",
          "io/closedloop/category/builddeploy/signatures-mobile.yml",
          "io/closedloop/category/builddeploy/signatures-modules-and-images.yml",
          "io/closedloop/category/builddeploy/signatures-native.yml",
          "io/closedloop/category/builddeploy/signatures-other.yml",
          "io/closedloop/category/builddeploy/signatures-packaging.yml",
          "io/closedloop/category/builddeploy/signatures-publishing.yml",
          "io/closedloop/category/builddeploy/signatures-python.yml",
          "io/closedloop/category/builddeploy/signatures-tools.yml");

  /** Nothing can be set. */
  public record Config() {}

  @Override
  public String type() {
    return "build_deploy";
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
