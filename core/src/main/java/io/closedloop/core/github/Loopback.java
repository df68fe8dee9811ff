package io.closedloop.core.github;

import java.util.Locale;

/** Tells this machine from others by the name alone, without asking anybody. */
final class Loopback {

  private Loopback() {}

  static boolean is(String host) {
    return switch (host.toLowerCase(Locale.ROOT)) {
      case "localhost", "::1", "[::1]" -> true;
      case String other -> other.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    };
  }
}
