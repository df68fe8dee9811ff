package io.closedloop.core.plugin;

/**
 * A plugin object under its name in the configuration. Call the object through {@link PluginCall}
 * only.
 *
 * @param type the factory's type that it was made of
 * @param <T> what it is
 */
public record Instance<T>(Kind kind, String name, String type, Caller caller, T object) {

  /** The plugin that it comes from. */
  public String pluginId() {
    return caller.pluginId();
  }

  @Override
  public String toString() {
    return kind + " " + name + " of type " + type + " from " + pluginId();
  }
}
