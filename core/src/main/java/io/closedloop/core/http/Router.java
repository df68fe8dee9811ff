package io.closedloop.core.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request among those declared. */
public final class Router {
  private final List<Route> routes;
  private final Map<Integer, List<Template>> byLength = new HashMap<>();

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
      Template template = new Template(route, Route.segments(route.template()));
      byLength.computeIfAbsent(template.segments().size(), _ -> new ArrayList<>()).add(template);
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
    List<String> given = Route.segments(path);
    for (Template template : byLength.getOrDefault(given.size(), List.of())) {
      Map<String, String> parameters = template.match(given);
      if (parameters == null) {
        continue;
      }
      Route route = template.route();
      if (route.method().equals(method)
          || (route.method().equals("GET") && method.equals("HEAD"))) {
        return new Match.Found(route, parameters);
      }
      allowed.add(route.method());
      if (route.method().equals("GET")) {
        allowed.add("HEAD");
      }
    }
    return allowed.isEmpty() ? new Match.Unknown() : new Match.WrongMethod(allowed);
  }

  /** A route beside its template, taken apart once. */
  private record Template(Route route, List<String> segments) {

    /** The path's parameters; null when it is the path of another route. */
    @Nullable Map<String, String> match(List<String> given) {
      Map<String, String> parameters = new HashMap<>();
      for (int i = 0; i < segments.size(); i++) {
        String segment = segments.get(i);
        if (segment.startsWith("{") && !given.get(i).isEmpty()) {
          parameters.put(segment.substring(1, segment.length() - 1), given.get(i));
        } else if (!segment.equals(given.get(i))) {
          return null;
        }
      }
      return parameters;
    }
  }
}
