package io.closedloop.core.http;

import io.closedloop.api.Secret;
import java.time.Duration;
import java.util.List;

/**
 * How the server listens.
 *
 * @param host the address to bind
 * @param port 0 lets the system choose
 * @param tokens open the API, and the pages when they are not bound to loopback
 * @param idle how long a connection may be silent in the middle of a request or between two
 */
public record HttpOptions(String host, int port, List<AccessToken> tokens, Duration idle) {
  private static final Duration IDLE = Duration.ofSeconds(30);

  public HttpOptions {
    tokens = List.copyOf(tokens);
  }

  /** With an idle timeout of 30 s. */
  public static HttpOptions of(String host, int port, List<AccessToken> tokens) {
    return new HttpOptions(host, port, tokens, IDLE);
  }

  /** With one token, which may do everything. */
  public static HttpOptions of(String host, int port, Secret adminToken) {
    return of(host, port, List.of(new AccessToken("admin", Role.ADMIN, adminToken)));
  }

  boolean loopback() {
    return Loopback.isName(host);
  }
}
