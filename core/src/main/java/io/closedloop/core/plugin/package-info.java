/**
 * The plugin host: finds jars, loads each behind a class loader that shows it the API alone, wires
 * instances by the configuration, and holds the one guarded door into plugin code. The only package
 * that knows PF4J; uses config and the API.
 */
@NullMarked
package io.closedloop.core.plugin;

import org.jspecify.annotations.NullMarked;
