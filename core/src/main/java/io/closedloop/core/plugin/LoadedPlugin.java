package io.closedloop.core.plugin;

import io.closedloop.api.PluginFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * A plugin jar that was started.
 *
 * @param jar where the operator put it
 * @param warnings names of classes, sorted, that it uses to act behind the core's back
 */
public record LoadedPlugin(
    String id, String version, Path jar, List<String> warnings, List<Provided> provides) {
  public LoadedPlugin {
    warnings = List.copyOf(warnings);
    provides = List.copyOf(provides);
  }

  /** A type of instances that the plugin can make. */
  public record Provided(
      Kind kind,
      String type,
      PluginFactory<?> factory,
      Class<? extends Record> configType,
      Caller caller) {}
}
