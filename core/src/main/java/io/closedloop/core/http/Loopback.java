package io.closedloop.core.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells names of this very machine from all others, without asking a name server. */
final class Loopback {
  private Loopback() {}

  static boolean isName(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
