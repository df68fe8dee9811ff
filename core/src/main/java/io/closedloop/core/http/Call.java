package io.closedloop.core.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** One request, as a handler sees it. */
public final class Call {
  /** No form and no document that people send is larger, in bytes. */
  private static final int SMALL = 16 * 1024;

  private final Request request;
  private final Route route;
  private final Caller caller;
  private final Map<String, String> path;
  private final BodyReader bodies;
  private final Map<String, String> query = new LinkedHashMap<>();

  /**
   * A call that keeps to the route's contract.
   *
   * @throws HttpProblem when it does not
   */
  Call(
      Request request,
      Route route,
      Caller caller,
      Map<String, String> parameters,
      BodyReader bodies) {
    this.request = request;
    this.route = route;
    this.caller = caller;
    this.path = Map.copyOf(parameters);
    this.bodies = bodies;
    Fields given = decoded(request);
    for (Parameter parameter : route.contract().path()) {
      if (parameter.problem(path(parameter.name())).isPresent()) {
        throw new HttpProblem(404, "there is nothing at this path");
      }
    }
    for (Parameter parameter : route.contract().query()) {
      accept(parameter, given.getValues(parameter.name()));
    }
    if (route.access() instanceof Access.Api) {
      refuseUnknown(given);
    }
  }

  private static Fields decoded(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException
        | IllegalStateException
        | HttpException.RuntimeException unreadable) {
      throw new HttpProblem(400, "the query string cannot be decoded");
    }
  }

  private void accept(Parameter parameter, @Nullable List<String> values) {
    if (values == null || values.stream().allMatch(String::isBlank)) {
      return;
    }
    if (values.size() > 1) {
      throw new HttpProblem(400, parameter.name() + " is given more than once");
    }
    String value = values.getFirst();
    parameter
        .problem(value)
        .ifPresent(problem -> {
          throw new HttpProblem(400, problem);
        });
    query.put(parameter.name(), value);
  }

  /** A misspelt filter would otherwise answer with everything. */
  private void refuseUnknown(Fields given) {
    List<String> known = route.contract().query().stream().map(Parameter::name).toList();
    if (!known.containsAll(given.getNames())) {
      throw new HttpProblem(
          400,
          known.isEmpty()
              ? "there are no parameters here"
              : "the parameters here are " + String.join(", ", known));
    }
  }

  /** Who calls. */
  Caller caller() {
    return caller;
  }

  /** A parameter of the path. */
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route's template has no {" + name + "}");
    }
    return value;
  }

  /** A parameter of the query, or empty when it is missing or blank. */
  public Optional<String> query(String name) {
    declared(name);
    return Optional.ofNullable(query.get(name));
  }

  /** A parameter of the query that is a whole number; what is declared when it was not given. */
  public int whole(String name) {
    if (declared(name).kind() instanceof Parameter.Kind.Whole(int _, int _, int otherwise)) {
      return query(name).map(Integer::parseInt).orElse(otherwise);
    }
    throw new IllegalStateException(name + " is not declared as a whole number");
  }

  private Parameter declared(String name) {
    return route.contract().query().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findAny()
        .orElseThrow(() -> new IllegalStateException("the route's contract has no " + name));
  }

  /** A header, or empty when it was not sent. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /** The content type without its parameters, in lower case; empty text when none was sent. */
  public String mediaType() {
    return header("Content-Type")
        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .orElse("");
  }

  /** The raw body; close it to give its memory back to the budget. */
  BodyReader.Body body(int cap) {
    return bodies.read(request, cap);
  }

  /** A small body as text. */
  public String text() {
    try (BodyReader.Body body = body(SMALL)) {
      return new String(body.bytes(), StandardCharsets.UTF_8);
    }
  }

  /** The fields of a small form; of a repeated one the first. */
  public Map<String, String> form() {
    if (!mediaType().equals("application/x-www-form-urlencoded")) {
      throw new HttpProblem(415, "the content type must be application/x-www-form-urlencoded");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : text().split("&", 50)) {
      String[] pair = field.split("=", 2);
      try {
        fields.putIfAbsent(decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
      } catch (IllegalArgumentException badEscape) {
        throw new HttpProblem(400, "the form cannot be decoded");
      }
    }
    return fields;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
