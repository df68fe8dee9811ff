package io.closedloop.core.plugin;

/**
 * In whose name plugin code runs.
 *
 * @param instance the instance's name; the plugin's id before there is one
 * @param loader becomes the context class loader
 */
public record Caller(String pluginId, String instance, ClassLoader loader) {}
