package io.closedloop.core.config;

import org.jspecify.annotations.Nullable;

/**
 * Where state is kept.
 *
 * @param path the database file; null puts it into the home folder
 */
public record Store(@Nullable String path) {
  static final Store DEFAULT = new Store(null);
}
