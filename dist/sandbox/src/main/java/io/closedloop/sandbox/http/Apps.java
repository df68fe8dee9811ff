package io.closedloop.sandbox.http;

import io.closedloop.sandbox.world.ForgeApp;
import io.closedloop.sandbox.world.World;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The App of this sandbox, where it is installed, and the tokens it was given. */
public final class Apps {
  private static final Duration LIFE = Duration.ofHours(1);
  private static final String NO_REPOSITORY = "";

  private final World world;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Bearer> tokens = new HashMap<>();
  private final Map<String, Long> installations = new LinkedHashMap<>();
  private final Set<String> notKnownYet = new HashSet<>();
  private @Nullable ForgeApp app;
  private @Nullable Instant suspendedAt;
  private boolean slow;

  public Apps(World world) {
    this.world = world;
  }

  /**
   * What somebody who acts for the App has shown.
   *
   * @param repository in lower case; empty for the App itself
   */
  public record Bearer(
      String login, String repository, Map<String, String> permissions, Instant expiresAt) {
    public Bearer {
      permissions = Map.copyOf(permissions);
    }

    /** Whether it is the App itself, by its signature. */
    public boolean self() {
      return repository.isEmpty();
    }

    boolean may(String permission, String level) {
      String granted = permissions.getOrDefault(permission, "");
      return granted.equals("write") || (granted.equals("read") && level.equals("read"));
    }
  }

  /** A token and what it stands for. */
  public record Made(String token, Bearer bearer) {}

  public synchronized void register(ForgeApp registered) {
    app = registered;
  }

  public synchronized Optional<ForgeApp> app() {
    return Optional.ofNullable(app);
  }

  public synchronized void suspend(boolean on) {
    suspendedAt = on ? world.now() : null;
  }

  public synchronized Optional<Instant> suspendedAt() {
    return Optional.ofNullable(suspendedAt);
  }

  /** The next token is not known at its first use. */
  public synchronized void slowNext() {
    slow = true;
  }

  /** The number of the App's installation for an account. */
  public synchronized long installation(String owner) {
    return installations.computeIfAbsent(owner, _ -> world.nextId());
  }

  /** The account of an installation. */
  public synchronized Optional<String> owner(long installation) {
    return installations.entrySet().stream()
        .filter(entry -> entry.getValue() == installation)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Makes a token, today's long kind. */
  public synchronized Made token(String fullName, Map<String, String> permissions) {
    byte[] bytes = new byte[400];
    random.nextBytes(bytes);
    String token = "ghs_1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Bearer bearer =
        new Bearer(
            registered().login(),
            fullName.toLowerCase(Locale.ROOT),
            permissions,
            world.now().plus(LIFE));
    tokens.put(token, bearer);
    if (slow) {
      notKnownYet.add(token);
      slow = false;
    }
    return new Made(token, bearer);
  }

  /** Who shows this, or empty when it is not the App's or does not hold. */
  synchronized Optional<Bearer> find(String authorization) {
    String[] words = authorization.split(" ", 2);
    if (app == null || words.length != 2) {
      return Optional.empty();
    }
    String shown = words[1].trim();
    if (notKnownYet.remove(shown)) {
      return Optional.empty();
    }
    Bearer bearer = tokens.get(shown);
    if (bearer != null) {
      return Optional.of(bearer).filter(known -> world.now().isBefore(known.expiresAt()));
    }
    return AppJwt.holds(shown, app, world.now())
        ? Optional.of(new Bearer(app.login(), NO_REPOSITORY, Map.of(), Instant.MAX))
        : Optional.empty();
  }

  /** Whether the App's bearer may commit there; anybody else is not judged here. */
  public synchronized boolean mayCommit(Optional<String> authorization, String fullName) {
    Bearer bearer = authorization.flatMap(this::find).orElse(null);
    return bearer == null
        || (bearer.repository().equals(fullName.toLowerCase(Locale.ROOT))
            && bearer.may("contents", "write"));
  }

  /** Refuses what the bearer may not do. */
  synchronized void check(Bearer bearer, String method, String path) {
    boolean own = path.equals("/app") || path.startsWith("/app/") || path.endsWith("/installation");
    if (own != bearer.self()) {
      throw own
          ? new ApiProblem(401, "A JSON web token could not be decoded")
          : AppRights.refused();
    }
    if (!own) {
      if (suspendedAt != null) {
        throw new ApiProblem(403, "This installation has been suspended");
      }
      AppRights.check(bearer, method, path);
    }
  }

  private ForgeApp registered() {
    if (app == null) {
      throw ApiProblem.notFound();
    }
    return app;
  }
}
