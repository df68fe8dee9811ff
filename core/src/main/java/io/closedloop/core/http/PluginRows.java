package io.closedloop.core.http;

import java.util.List;

/** The plugin instances as they are now. */
@FunctionalInterface
public interface PluginRows {
  /** All, enabled or not. */
  List<PluginRow> all();
}
