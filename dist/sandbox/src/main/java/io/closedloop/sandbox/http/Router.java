package io.closedloop.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Declared routes; the first that fits wins. */
public final class Router {
  private static final Pattern PART = Pattern.compile("\\{(\\w+)(\\+?)}");
  private final List<Route> routes = new ArrayList<>();

  /** Answers one kind of request while the world is locked. */
  @FunctionalInterface
  public interface Handler {
    Reply handle(ApiRequest request);
  }

  record Route(String method, String template, Pattern path, List<String> names, Handler handler) {}

  record Found(Handler handler, Map<String, String> captures) {}

  /** Declares a route: {@code {x}} takes one segment of the path, {@code {x+}} one or more. */
  public Router on(String method, String template, Handler handler) {
    List<String> names = new ArrayList<>();
    StringBuilder regex = new StringBuilder();
    Matcher part = PART.matcher(template);
    int at = 0;
    while (part.find()) {
      regex.append(Pattern.quote(template.substring(at, part.start())));
      regex.append(part.group(2).isEmpty() ? "([^/]+)" : "(.+)");
      names.add(part.group(1));
      at = part.end();
    }
    regex.append(Pattern.quote(template.substring(at)));
    routes.add(new Route(method, template, Pattern.compile(regex.toString()), names, handler));
    return this;
  }

  /** All routes as method and template. */
  public List<String> declared() {
    return routes.stream().map(route -> route.method() + " " + route.template()).toList();
  }

  /** Finds the handler for a path as it was sent, still percent-encoded. */
  Optional<Found> find(String method, String rawPath) {
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(rawPath);
      if (route.method().equals(method) && matcher.matches()) {
        Map<String, String> captures = new LinkedHashMap<>();
        for (int i = 0; i < route.names().size(); i++) {
          captures.put(route.names().get(i), decode(matcher.group(i + 1)));
        }
        return Optional.of(new Found(route.handler(), captures));
      }
    }
    return Optional.empty();
  }

  /** A plus sign is only a space in a query, so it is kept here. */
  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
