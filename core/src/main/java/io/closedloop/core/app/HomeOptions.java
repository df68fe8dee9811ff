package io.closedloop.core.app;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which home and which settings a command works with. */
final class HomeOptions {
  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "Where everything is kept. Default: $CLOSEDLOOP_HOME, else ~/.closedloop.")
  private @Nullable Path home;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings. Default: conf/closedloop.yml of the home, else the shipped one.")
  private @Nullable Path config;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "The environment laid over the settings, for example production.")
  private @Nullable String environment;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting that wins over every file, for example automation.enabled=false. May be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  @Nullable Path home() {
    return home;
  }

  Bootstrap.Choice choice(@Nullable Integer port) {
    return new Bootstrap.Choice(home, config, environment, port, Map.copyOf(set));
  }
}
