package io.closedloop.core.github;

import io.closedloop.core.github.GitHubRefused.Kind;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The login of the user whose token it is, asked for once. */
final class TokenOwner implements Supplier<String> {
  private final Calls calls;
  private final AtomicReference<@Nullable String> login = new AtomicReference<>();

  TokenOwner(Calls calls) {
    this.calls = calls;
  }

  /** A workflow's token may not ask {@code /user}, but every token may ask who is looking. */
  @Override
  public String get() {
    String known = login.get();
    if (known != null) {
      return known;
    }
    JsonNode user;
    try {
      user = calls.get(Endpoint.of(calls.api(), "user"));
    } catch (GitHubRefused e) {
      if (e.kind() != Kind.FORBIDDEN) {
        throw e;
      }
      user = calls.graphql(null, "query { viewer { login } }", Map.of()).path("viewer");
    }
    String name = Parse.text(user, "login", "");
    if (name.isEmpty()) {
      throw new GitHubRefused(Kind.INVALID, "GitHub does not say whose token this is");
    }
    login.set(name);
    return name;
  }
}
