package io.closedloop.core.http;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the route of a request among those declared. */
public final class Router {
  private final List<Route> routes;

  /**
   * A router for these routes.
   *
   * @throws IllegalArgumentException when two of them have the same method and template
   */
  public Router(List<Route> routes) {
    this.routes = List.copyOf(routes);
    Set<String> seen = new HashSet<>();
    for (Route route : routes) {
      if (!seen.add(route.method() + " " + route.template())) {
        throw new IllegalArgumentException(
            "declared twice: " + route.method() + " " + route.template());
      }
    }
  }

  /** What was declared, in that order. */
  public List<Route> routes() {
    return routes;
  }

  /** Where a request belongs. */
  sealed interface Match {
    /** To this route. */
    record Found(Route route, Map<String, String> parameters) implements Match {}

    /** The path exists, with these methods only. */
    record WrongMethod(Set<String> allowed) implements Match {}

    /** Nowhere. */
    record Unknown() implements Match {}
  }

  /** A HEAD is a GET whose body is not sent. */
  Match match(String method, String path) {
    Set<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.match(path);
      if (parameters.isEmpty()) {
        continue;
      }
      if (route.method().equals(method)
          || (route.method().equals("GET") && method.equals("HEAD"))) {
        return new Match.Found(route, parameters.get());
      }
      allowed.add(route.method());
      if (route.method().equals("GET")) {
        allowed.add("HEAD");
      }
    }
    return allowed.isEmpty() ? new Match.Unknown() : new Match.WrongMethod(allowed);
  }
}
