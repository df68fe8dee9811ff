package io.closedloop.core.http.view;

import io.closedloop.core.incident.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Addresses that GitHub gave, and pages of the same repository beside them. */
final class Links {
  private Links() {}

  /** The address if it can safely be followed, else null. */
  static @Nullable String safe(@Nullable String url) {
    if (url == null) {
      return null;
    }
    try {
      URI uri = new URI(url);
      boolean web =
          "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
      return web && uri.getHost() != null && uri.getUserInfo() == null ? uri.toASCIIString() : null;
    } catch (URISyntaxException unreadable) {
      return null;
    }
  }

  /**
   * A page of the repository, beside the run's own; null when the run's address has another form.
   */
  static @Nullable String beside(Failure failure, String path) {
    String run = safe(failure.run().url());
    int end = run == null ? -1 : run.indexOf("/" + failure.repo() + "/actions/");
    return run == null || end < 0
        ? null
        : run.substring(0, end) + "/" + failure.repo() + "/" + path;
  }
}
