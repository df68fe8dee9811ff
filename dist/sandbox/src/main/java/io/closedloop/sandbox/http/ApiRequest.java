package io.closedloop.sandbox.http;

import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.Json;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An authenticated request that has found its handler. */
public record ApiRequest(
    Call call, Map<String, String> query, Map<String, String> captures, Account caller) {

  /** The request as it came in: its headers under lower-case names, its body unread. */
  public record Call(String method, String path, Map<String, String> headers, Body body) {}

  /** A part of the path that the route names. */
  public String part(String name) {
    String value = captures.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route of " + call.path() + " has no part " + name);
    }
    return value;
  }

  /** A numeric part of the path; anything else is a 404, as on GitHub. */
  public long number(String name) {
    try {
      return Long.parseLong(part(name));
    } catch (NumberFormatException e) {
      throw ApiProblem.notFound();
    }
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(call.headers().get(name));
  }

  public JsonNode json() {
    try {
      JsonNode node = Json.read(call.body().bytes());
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new ApiProblem(400, "Problems parsing JSON", e);
    }
    throw new ApiProblem(400, "Body should be a JSON object");
  }

  /** A required text of the body. */
  public String required(String field) {
    String value = Json.text(json(), field);
    if (value == null) {
      throw ApiProblem.invalid("Invalid request.\n\n\"" + field + "\" wasn't supplied.");
    }
    return value;
  }
}
