package io.closedloop.core.config;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks of addresses that an operator wrote. */
final class Urls {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private Urls() {}

  /**
   * @throws IllegalArgumentException when it is no http address, or would carry a secret over the
   *     open network
   */
  static void check(String key, @Nullable String url, boolean carriesSecrets) {
    if (url == null) {
      return;
    }
    @Nullable URI uri = parse(url);
    if (uri == null
        || uri.getHost() == null
        || !Set.of("http", "https").contains(uri.getScheme())) {
      throw new IllegalArgumentException(
          key + " must be an address such as https://example.org, not " + Words.quote(url));
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(key + " must not hold a user name or password");
    }
    if (carriesSecrets && uri.getScheme().equals("http") && !LOOPBACK.contains(uri.getHost())) {
      throw new IllegalArgumentException(
          key
              + " must begin with https://, except on this machine, because credentials are sent there");
    }
  }

  private static @Nullable URI parse(String url) {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException e) {
      return null; // said by the caller, which knows the key
    }
  }
}
