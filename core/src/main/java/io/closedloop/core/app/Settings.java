package io.closedloop.core.app;

import io.closedloop.api.Secret;
import io.closedloop.core.config.Config;
import io.closedloop.core.config.Mode;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.notify.Routing;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration in the terms of those who work by it, so that they need not know the file's
 * shape.
 */
final class Settings {
  private static final Duration APPROVAL_EXPIRES = Duration.ofDays(3);
  private final Config config;
  private final Home home;

  Settings(Config config, Home home) {
    this.config = config;
    this.home = home;
  }

  Policy policy(Catalogue catalogue) {
    Map<String, Policy.ActionLists> categories = new LinkedHashMap<>();
    config
        .recoveryActions()
        .categories()
        .forEach((category, lists) ->
            categories.put(
                category,
                new Policy.ActionLists(lists.automaticActions(), lists.supervisedActions())));
    Mode mode = config.automation().narrowed(config.automation().defaultRecoveryMode());
    var retry = config.retryMechanisms();
    var backoff = retry.exponentialBackoff();
    var limits = config.limits();
    return new Policy(
        config.automation().enabled(),
        mode.name().toLowerCase(Locale.ROOT),
        categories,
        Set.copyOf(config.security().restrictions().allowedActions()),
        catalogue.disabled().stream()
            .filter(off -> off.kind() == Kind.ACTION)
            .map(Catalogue.Disabled::name)
            .collect(Collectors.toSet()),
        new Policy.Backoff(
            retry.enabled(),
            retry.maxAttempts(),
            Duration.ofSeconds(backoff.baseDelaySeconds()),
            backoff.multiplier(),
            Duration.ofSeconds(backoff.maxDelaySeconds()),
            backoff.jitterFactor()),
        new Policy.Limits(
            limits.repairsPerIncident(),
            limits.writesPerRepositoryPerDay(),
            limits.writesPerDay(),
            Duration.ofSeconds(config.recoveryActions().actionTimeoutSeconds()),
            APPROVAL_EXPIRES),
        config.commit().ownPullRequest());
  }

  io.closedloop.core.workspace.Policy boundaries() {
    Set<String> prohibited =
        config.security().restrictions().prohibitedActions().stream()
            .map(prohibition -> prohibition.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    var strict = io.closedloop.core.workspace.Policy.STRICT;
    return new io.closedloop.core.workspace.Policy(prohibited, strict.never(), strict.ceiling());
  }

  Routing routing() {
    var channels = config.automation().notificationChannels();
    return new Routing(channels.success(), channels.failure());
  }

  GitHubOptions github(String version) {
    var github = config.github();
    GitHubOptions usual = GitHubOptions.of(URI.create(github.apiUrl()), github.token(), version);
    return new GitHubOptions(
        usual.apiUrl(),
        usual.token(),
        usual.version(),
        github.requestsAtOnce(),
        Duration.ofMillis(github.writeSpacingMillis()),
        new GitHubOptions.Bounds(
            usual.bounds().longestWait(),
            usual.bounds().timeout(),
            usual.bounds().cacheBytes(),
            config.diagnosis().logLimitMb() * 1024L * 1024L,
            usual.bounds().tarballBytes()));
  }

  /** The operator's secrets; the one of the home folder where there is none. */
  List<Secret> webhookSecrets(Map<String, String> env) {
    List<Secret> secrets = new ArrayList<>(config.github().webhookSecrets());
    String set = env.get("CLOSEDLOOP_WEBHOOK_SECRET");
    if (set != null && !set.isBlank()) {
      secrets.add(Secret.of(set));
    }
    return secrets.isEmpty() ? List.of(home.secret(home.webhookSecretFile())) : secrets;
  }

  /**
   * Where people reach the server.
   *
   * @param port the one that it listens on; not positive while it does not listen yet
   */
  String baseUrl(int port) {
    String set = config.server().baseUrl();
    int known = port > 0 ? port : config.server().port();
    String url = set == null ? "http://" + shown(config.server().host()) + ":" + known : set;
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  private static String shown(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
