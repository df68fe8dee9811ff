package io.closedloop.core.config;

import java.util.Map;

/**
 * Plugin instances by kind and name; each section holds {@code type}, {@code enabled} and the
 * plugin's own keys.
 */
public record Plugins(
    Map<String, Section> categories, Map<String, Section> actions, Map<String, Section> channels) {
  static final Plugins DEFAULT = new Plugins(Map.of(), Map.of(), Map.of());
}
