package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import io.closedloop.core.github.GitHubRefused.Kind;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the App may ask in its own name: who it is, where it is installed, and for tokens. */
final class Registration {
  private static final int MOST_INSTALLATIONS = 1_000;

  private final Calls calls;
  private final AtomicReference<@Nullable String> slug = new AtomicReference<>();

  private final AtomicReference<List<Installation>> lastHeard = new AtomicReference<>(List.of());

  /** With calls that carry the App's own signature. */
  Registration(Calls calls) {
    this.calls = calls;
  }

  /** A token that GitHub has just made. */
  record Token(Secret value, Instant expiresAt) {}

  /** The name that stands at what the App writes. */
  String login() {
    String known = slug.get();
    if (known == null) {
      known = Parse.text(calls.get(Endpoint.of(calls.api(), "app")), "slug", "");
      if (known.isEmpty()) {
        throw new GitHubUnavailable("GitHub does not say the name of the App");
      }
      slug.set(known);
    }
    return known + "[bot]";
  }

  List<Installation> installations() {
    var all =
        calls.list(
            Endpoint.of(calls.api(), "app/installations"),
            null,
            MOST_INSTALLATIONS,
            Registration::installation);
    lastHeard.set(all);
    return all;
  }

  /** What {@link #installations} last said; empty before. */
  List<Installation> lastHeard() {
    return lastHeard.get();
  }

  /**
   * The installation that covers a repository.
   *
   * @throws GitHubRefused when there is none, or it is suspended
   */
  Installation installation(RepoId repo) {
    Installation found;
    try {
      // As the path of the App's own request: the repository's token is what this leads to.
      found =
          installation(
              calls.get(
                  Endpoint.of(
                      calls.api(),
                      "repos/{owner}/{repo}/installation",
                      repo.owner(),
                      repo.name())));
    } catch (GitHubRefused e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      throw new GitHubRefused(
          Kind.NO_ACCESS,
          "the GitHub App %s is not installed for %s; install it there, or add the repository to its installation"
              .formatted(login(), repo));
    }
    if (found.suspended()) {
      throw new GitHubRefused(
          Kind.FORBIDDEN,
          "the installation of the GitHub App %s for %s is suspended; %s can lift that in its settings"
              .formatted(login(), repo, found.account()));
    }
    return found;
  }

  /** A token for one repository with these permissions at most. */
  Token token(Installation installation, RepoId repo, Map<String, String> permissions) {
    Map<String, Object> body = new HashMap<>();
    body.put("repositories", List.of(repo.name()));
    if (!permissions.isEmpty()) {
      body.put("permissions", permissions);
    }
    JsonNode made =
        calls.write(
            "POST",
            Endpoint.of(
                calls.api(), "app/installations/{installation}/access_tokens", installation.id()),
            body);
    String value = Parse.text(made, "token", "");
    String expires = Parse.text(made, "expires_at", "");
    try {
      if (!value.isEmpty()) {
        return new Token(Secret.of(value), Instant.parse(expires));
      }
    } catch (DateTimeParseException e) {
      throw new GitHubUnavailable("GitHub made a token that expires at \"" + expires + "\"", e);
    }
    throw new GitHubUnavailable("GitHub answered the request for a token without one");
  }

  private static Installation installation(JsonNode node) {
    Map<String, String> permissions = new HashMap<>();
    node.path("permissions")
        .properties()
        .forEach(entry -> permissions.put(entry.getKey(), entry.getValue().asString("")));
    return new Installation(
        Parse.number(node, "id"),
        Parse.text(node.path("account"), "login", ""),
        Parse.text(node, "suspended_at") != null,
        permissions);
  }
}
