package io.closedloop.core.config;

import org.jspecify.annotations.Nullable;

/**
 * Where the server listens.
 *
 * @param host the address to bind; loopback unless said otherwise
 * @param port 0 lets the system choose
 * @param baseUrl the address under which people reach it, for links; null for none
 */
public record Server(String host, @Range(max = 65_535) int port, @Nullable String baseUrl) {
  static final Server DEFAULT = new Server("127.0.0.1", 8080, null);

  public Server {
    Urls.check("base_url", baseUrl, false);
  }
}
