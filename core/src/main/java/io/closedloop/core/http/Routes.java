package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

/** Everything that the server answers to. */
final class Routes {
  private final List<Route> all;

  @Inject
  Routes(WebhookRoutes webhook, IncidentRoutes incidents, SystemRoutes system, PageRoutes pages) {
    all =
        Stream.of(webhook.routes(), incidents.routes(), system.routes(), pages.routes())
            .flatMap(List::stream)
            .toList();
  }

  List<Route> all() {
    return all;
  }
}
