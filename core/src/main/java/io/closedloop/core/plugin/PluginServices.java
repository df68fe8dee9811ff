package io.closedloop.core.plugin;

import io.closedloop.api.GitHubMessages;
import io.closedloop.api.Permission;
import io.closedloop.core.config.Credential;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the host lends on to plugins.
 *
 * @param credentials by the name that plugins use
 * @param messages GitHub's messages, limited to the permissions given
 */
public record PluginServices(
    InstantSource clock,
    PluginCall calls,
    Map<String, Credential> credentials,
    Function<Set<Permission>, GitHubMessages> messages) {
  public PluginServices {
    credentials = Map.copyOf(credentials);
  }
}
