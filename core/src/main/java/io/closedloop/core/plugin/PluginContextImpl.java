package io.closedloop.core.plugin;

import io.closedloop.api.GitHubMessages;
import io.closedloop.api.Http;
import io.closedloop.api.Json;
import io.closedloop.api.Permission;
import io.closedloop.api.PluginContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one instance is lent. What it declares is granted after it was made; before that it reaches
 * nothing.
 */
final class PluginContextImpl implements PluginContext {
  private final String instance;
  private final PluginServices services;
  private final Http http;
  private volatile Set<String> hosts = Set.of();
  private volatile @Nullable GitHubMessages messages;

  PluginContextImpl(String instance, PluginServices services, PluginHttp.Client client) {
    this.instance = instance;
    this.services = services;
    this.http = new PluginHttp(client, () -> hosts);
  }

  void grantHosts(Set<String> declared) {
    hosts = Set.copyOf(declared);
  }

  void grantMessages(Set<Permission> declared) {
    messages = services.messages().apply(Set.copyOf(declared));
  }

  @Override
  public String instance() {
    return instance;
  }

  @Override
  public InstantSource clock() {
    return services.clock();
  }

  @Override
  public Logger logger() {
    return LoggerFactory.getLogger("plugin." + instance);
  }

  @Override
  public Http http() {
    return http;
  }

  @Override
  public Json parseJson(String text) {
    return JsonReader.read(text);
  }

  /**
   * A view that plugins may keep from the start; it refuses until, and unless, a channel's
   * permissions are granted.
   */
  @Override
  public GitHubMessages messages() {
    return new Granted();
  }

  private final class Granted implements GitHubMessages {
    @Override
    public void setStatus(
        io.closedloop.api.RepoId repo,
        String sha,
        String context,
        StatusState state,
        String description,
        @Nullable String targetUrl) {
      granted().setStatus(repo, sha, context, state, description, targetUrl);
    }

    @Override
    public String upsertComment(
        io.closedloop.api.RepoId repo, int pullRequest, String marker, String markdown) {
      return granted().upsertComment(repo, pullRequest, marker, markdown);
    }

    @Override
    public boolean canWriteChecks() {
      return granted().canWriteChecks();
    }

    @Override
    public Optional<String> checkRun(
        io.closedloop.api.RepoId repo, String sha, io.closedloop.api.CheckRun run) {
      return granted().checkRun(repo, sha, run);
    }

    private GitHubMessages granted() {
      @Nullable GitHubMessages granted = messages;
      if (granted == null) {
        throw new IllegalStateException(
            instance
                + " may not write on GitHub: only a channel may, for what it declared, once it was made");
      }
      return granted;
    }
  }
}
