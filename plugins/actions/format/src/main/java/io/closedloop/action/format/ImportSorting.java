package io.closedloop.action.format;

import io.closedloop.api.PluginContext;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import java.util.List;
import org.pf4j.Extension;

/**
 * The type {@code import_sorting}: has isort sort the imports of the files of Python that a check
 * found out of order.
 */
@Extension
public final class ImportSorting implements RecoveryActionFactory<ImportSorting.Config> {

  /** Nothing to configure: what the repository's check asks for decides. */
  public record Config() {}

  @Override
  public String type() {
    return "import_sorting";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new FormatAction(List.of(new Isort()), List.of(new Black(), new Prettier()), false);
  }
}
