package io.closedloop.core.http;

import io.closedloop.api.Secret;
import java.time.Duration;

/**
 * How the server listens.
 *
 * @param host the address to bind
 * @param port 0 lets the system choose
 * @param adminToken opens the API, and the pages when they are not bound to loopback
 * @param idle how long a connection may be silent in the middle of a request or between two
 */
public record HttpOptions(String host, int port, Secret adminToken, Duration idle) {
  private static final Duration IDLE = Duration.ofSeconds(30);

  public HttpOptions {
    if (adminToken.reveal().isBlank()) {
      throw new IllegalArgumentException(
          "the admin token is empty; set one or remove its file to have it made anew");
    }
  }

  /** With an idle timeout of 30 s. */
  public static HttpOptions of(String host, int port, Secret adminToken) {
    return new HttpOptions(host, port, adminToken, IDLE);
  }

  boolean loopback() {
    return Loopback.isName(host);
  }
}
