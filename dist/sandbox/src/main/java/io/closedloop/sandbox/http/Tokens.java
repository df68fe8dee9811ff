package io.closedloop.sandbox.http;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who the tokens belong to, and how much of its hourly limit each has used. */
public final class Tokens {
  private final Map<String, String> logins;
  private final int limit;
  private final Map<String, Window> windows = new HashMap<>();

  /** A token's count since its hour began. */
  public record Window(int limit, int used, Instant reset) {
    public int remaining() {
      return Math.max(0, limit - used);
    }

    Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put("X-RateLimit-Limit", String.valueOf(limit));
      headers.put("X-RateLimit-Remaining", String.valueOf(remaining()));
      headers.put("X-RateLimit-Used", String.valueOf(used));
      headers.put("X-RateLimit-Reset", String.valueOf(reset.getEpochSecond()));
      headers.put("X-RateLimit-Resource", "core");
      return headers;
    }
  }

  public Tokens(Map<String, String> logins, int limit) {
    this.logins = Map.copyOf(logins);
    this.limit = limit;
  }

  /** The login behind an Authorization header of either form that GitHub takes. */
  Optional<String> login(String authorization) {
    String[] words = authorization.split(" ", 2);
    boolean known = words[0].equalsIgnoreCase("bearer") || words[0].equalsIgnoreCase("token");
    return known && words.length == 2
        ? Optional.ofNullable(logins.get(words[1].trim()))
        : Optional.empty();
  }

  public synchronized Window window(String login, Instant now) {
    Window window = windows.get(login);
    if (window == null || !now.isBefore(window.reset())) {
      window = new Window(limit, 0, now.plus(Duration.ofHours(1)));
      windows.put(login, window);
    }
    return window;
  }

  synchronized Window count(String login, Instant now) {
    Window window = window(login, now);
    Window counted = new Window(limit, window.used() + 1, window.reset());
    windows.put(login, counted);
    return counted;
  }
}
