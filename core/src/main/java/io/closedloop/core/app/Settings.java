package io.closedloop.core.app;

import io.closedloop.api.Priority;
import io.closedloop.api.Secret;
import io.closedloop.core.config.Config;
import io.closedloop.core.config.Credential;
import io.closedloop.core.config.FailureDetection;
import io.closedloop.core.config.Github;
import io.closedloop.core.config.GithubApp;
import io.closedloop.core.config.Mode;
import io.closedloop.core.config.Origins;
import io.closedloop.core.config.Server;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.github.Credentials;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.http.AccessToken;
import io.closedloop.core.http.HttpOptions;
import io.closedloop.core.http.Role;
import io.closedloop.core.notify.Routing;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plan.Retries;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Kind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration in the terms of those who work by it, so that they need not know the file's
 * shape.
 */
final class Settings {
  private static final Duration APPROVAL_EXPIRES = Duration.ofDays(3);
  private final Config config;
  private final Origins origins;
  private final Home home;

  /** The settings of a configuration, of which the origins say what the operator wrote. */
  Settings(Config config, Origins origins, Home home) {
    this.config = config;
    this.origins = origins;
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
    var limits = config.limits();
    return new Policy(
        config.automation().enabled(),
        word(mode),
        categories,
        Set.copyOf(config.security().restrictions().allowedActions()),
        catalogue.disabled().stream()
            .filter(off -> off.kind() == Kind.ACTION)
            .map(Catalogue.Disabled::name)
            .collect(Collectors.toSet()),
        retries(),
        new Policy.Limits(
            limits.repairsPerIncident(),
            limits.writesPerRepositoryPerDay(),
            limits.writesPerDay(),
            config.recoveryActions().maxConcurrentActions(),
            Duration.ofSeconds(config.recoveryActions().actionTimeoutSeconds()),
            Duration.ofSeconds(config.recoveryActions().totalRecoveryTimeoutSeconds()),
            APPROVAL_EXPIRES),
        config.commit().ownPullRequest(),
        config.automation().priorityOverrides().entrySet().stream()
            .collect(
                Collectors.toMap(
                    each -> Priority.valueOf(each.getKey().name()),
                    each -> word(config.automation().narrowed(each.getValue())))));
  }

  private static String word(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  PriorityRules priorities(Catalogue catalogue) {
    var detection = config.failureDetection();
    var rates = detection.thresholds();
    var counts = detection.failureCountThresholds();
    Map<String, PriorityRules.Boost> boosts = new LinkedHashMap<>();
    catalogue
        .categories()
        .forEach((name, category) ->
            boosts.put(name, new PriorityRules.Boost(category.priorityBoost(), List.of())));
    detection
        .workflowPatterns()
        .forEach((name, pattern) ->
            boosts.put(name, boost(name, pattern, Optional.ofNullable(boosts.get(name)))));
    return new PriorityRules(
        Duration.ofHours(detection.monitoringWindowHours()),
        Map.of(
            Priority.CRITICAL, rates.criticalFailureRate(),
            Priority.HIGH, rates.highFailureRate(),
            Priority.MEDIUM, rates.mediumFailureRate(),
            Priority.LOW, rates.lowFailureRate()),
        Map.of(
            Priority.CRITICAL, counts.critical(),
            Priority.HIGH, counts.high(),
            Priority.MEDIUM, counts.medium(),
            Priority.LOW, counts.low()),
        Set.copyOf(detection.criticalWorkflows()),
        boosts);
  }

  /** A pattern's own boost where there is one, otherwise what the category's plugin brings. */
  private PriorityRules.Boost boost(
      String category, FailureDetection.Pattern pattern, Optional<PriorityRules.Boost> plugin) {
    boolean own =
        pattern.priorityBoost() > 0
            || origins
                .at("failure_detection", "workflow_patterns", category, "priority_boost")
                .isPresent();
    return new PriorityRules.Boost(
        own ? pattern.priorityBoost() : plugin.map(PriorityRules.Boost::levels).orElse(0),
        pattern.keywords());
  }

  private Retries retries() {
    var retry = config.retryMechanisms();
    var backoff = retry.exponentialBackoff();
    Map<String, Retries.Strategy> strategies = new LinkedHashMap<>();
    retry
        .strategies()
        .forEach((category, strategy) -> {
          Integer attempts =
              holds(category, "max_attempts", "max_attempts") ? strategy.maxAttempts() : null;
          Integer base =
              holds(category, "base_delay", "exponential_backoff", "base_delay_seconds")
                  ? strategy.baseDelay()
                  : null;
          strategies.put(
              category,
              new Retries.Strategy(
                  attempts,
                  base == null ? null : Duration.ofSeconds(base),
                  strategy.transientErrorPatterns()));
        });
    return new Retries(
        new Policy.Backoff(
            retry.enabled(),
            retry.maxAttempts(),
            Duration.ofSeconds(backoff.baseDelaySeconds()),
            backoff.multiplier(),
            Duration.ofSeconds(backoff.maxDelaySeconds()),
            backoff.jitterFactor()),
        strategies);
  }

  /**
   * Whether a category's own value holds rather than the general one. What the operator wrote wins
   * over what is shipped; of two that they wrote, or two that are shipped, the category's wins.
   */
  private boolean holds(String category, String key, String... general) {
    String[] path =
        Stream.concat(Stream.of("retry_mechanisms"), Stream.of(general)).toArray(String[]::new);
    return origins.at("retry_mechanisms", "strategies", category, key).isPresent()
        || origins.at(path).isEmpty();
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
    return new Routing(channels.success(), channels.partialSuccess(), channels.failure());
  }

  GitHubOptions github(String version) {
    var github = config.github();
    GitHubOptions usual =
        GitHubOptions.as(URI.create(github.apiUrl()), credentials(github), version);
    return new GitHubOptions(
        usual.apiUrl(),
        usual.credentials(),
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

  private static Credentials credentials(Github github) {
    GithubApp app = github.app();
    Secret token = github.token();
    return app != null
        ? new Credentials.App(app.id(), app.key())
        : token != null ? new Credentials.Token(token) : new Credentials.None();
  }

  HttpOptions http() {
    return HttpOptions.of(config.server().host(), config.server().port(), tokens());
  }

  Path database() {
    String set = config.store().path();
    return set == null ? home.store() : home.folder().resolve(set);
  }

  Duration logsKept() {
    return Duration.ofDays(config.diagnosis().keepLogsDays());
  }

  OutageRules outages(Catalogue catalogue) {
    var correlation = config.diagnosis().correlation();
    return new OutageRules(
        correlation.enabled(),
        correlation.repositories(),
        Duration.ofMinutes(correlation.windowMinutes()),
        Duration.ofMinutes(correlation.quietMinutes()),
        Duration.ofSeconds(correlation.secondsBetweenReruns()),
        catalogue.correlating());
  }

  double minimumConfidence() {
    return config.diagnosis().minimumConfidence();
  }

  Map<String, Credential> credentials() {
    return config.credentials();
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

  /** Where the secret stands with which webhooks are signed, in words. */
  String webhookSecretPlace(Map<String, String> env) {
    String set = env.get("CLOSEDLOOP_WEBHOOK_SECRET");
    return set != null && !set.isBlank()
        ? "secret of CLOSEDLOOP_WEBHOOK_SECRET"
        : config.github().webhookSecrets().isEmpty()
            ? "secret in " + home.webhookSecretFile()
            : "secret of github.webhook_secrets";
  }

  /** The admin token of the home folder, and the operator's own. */
  List<AccessToken> tokens() {
    List<AccessToken> tokens = new ArrayList<>();
    tokens.add(
        new AccessToken(Server.Token.ADMIN_NAME, Role.ADMIN, home.secret(home.adminTokenFile())));
    for (Server.Token token : config.server().tokens()) {
      tokens.add(new AccessToken(token.name(), role(token.role()), token.token()));
    }
    return tokens;
  }

  private static Role role(Server.TokenRole role) {
    return switch (role) {
      case VIEWER -> Role.VIEWER;
      case OPERATOR -> Role.OPERATOR;
      case APPROVER -> Role.APPROVER;
      case ADMIN -> Role.ADMIN;
    };
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
