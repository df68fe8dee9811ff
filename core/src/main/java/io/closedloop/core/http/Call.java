package io.closedloop.core.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** One request, as a handler sees it. */
public final class Call {
  /** No form and no document that people send is larger, in bytes. */
  private static final int SMALL = 16 * 1024;

  private final Request request;
  private final Map<String, String> parameters;
  private final BodyReader bodies;
  private final Fields query;

  Call(Request request, Map<String, String> parameters, BodyReader bodies) {
    this.request = request;
    this.parameters = Map.copyOf(parameters);
    this.bodies = bodies;
    try {
      this.query = Request.extractQueryParameters(request);
    } catch (IllegalArgumentException
        | IllegalStateException
        | HttpException.RuntimeException unreadable) {
      throw new HttpProblem(400, "the query string cannot be decoded");
    }
  }

  /** A parameter of the path that the route's template names. */
  public String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalStateException("the route's template has no {" + name + "}");
    }
    return value;
  }

  /** A parameter of the query, or empty when it is missing or blank. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(query.getValue(name)).filter(value -> !value.isBlank());
  }

  /** How many entries of a list are wanted: from 1 to 200. */
  public int limit(int otherwise) {
    Optional<String> given = query("limit");
    if (given.isEmpty()) {
      return otherwise;
    }
    try {
      int limit = Integer.parseInt(given.get());
      if (limit >= 1 && limit <= 200) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      throw new HttpProblem(400, "limit must be a whole number from 1 to 200");
    }
    throw new HttpProblem(400, "limit must be a whole number from 1 to 200");
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
