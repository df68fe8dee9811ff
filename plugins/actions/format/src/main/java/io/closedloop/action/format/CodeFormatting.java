package io.closedloop.action.format;

import io.closedloop.api.PluginContext;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import java.util.List;
import org.pf4j.Extension;

/**
 * The type {@code code_formatting}: has google-java-format, Black or Prettier write the files that
 * a check found unformatted.
 */
@Extension
public final class CodeFormatting implements RecoveryActionFactory<CodeFormatting.Config> {

  /** Nothing to configure: what the repository's check asks for decides. */
  public record Config() {}

  @Override
  public String type() {
    return "code_formatting";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new FormatAction(
        List.of(new GoogleJavaFormat(), new Black(), new Prettier()), List.of(new Isort()), true);
  }
}
