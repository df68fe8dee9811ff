package io.closedloop.core.http;

import java.util.List;

/**
 * What is shown of one plugin instance.
 *
 * @param kind {@code category}, {@code action} or {@code channel}
 * @param name the instance's name in the configuration
 * @param plugin id of the plugin it comes from
 * @param version the plugin's version
 * @param warnings what the operator should know about the plugin; usually none
 */
public record PluginRow(
    String kind,
    String name,
    String type,
    String plugin,
    String version,
    boolean enabled,
    List<String> warnings) {
  public PluginRow {
    warnings = List.copyOf(warnings);
  }
}
