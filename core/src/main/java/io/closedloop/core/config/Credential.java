package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A credential that plugins may name but never see: a token, or a user name with a password.
 *
 * @param hosts where it may be sent; empty for every host that the plugin using it declared
 */
public record Credential(
    @Nullable Secret token,
    @Nullable String username,
    @Nullable Secret password,
    List<String> hosts) {
  static final Credential DEFAULT = new Credential(null, null, null, List.of());
}
