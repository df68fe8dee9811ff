package io.closedloop.core.github;

import java.util.Map;

/**
 * The App as somebody has installed it.
 *
 * @param account the user or organization
 * @param permissions what was granted: {@code read}, {@code write} or {@code admin}, by GitHub's
 *     name of the permission
 */
public record Installation(
    long id, String account, boolean suspended, Map<String, String> permissions) {

  public Installation {
    permissions = Map.copyOf(permissions);
  }

  /** Whose limits its requests count against. */
  String key() {
    return Long.toString(id);
  }
}
