package io.closedloop.sandbox.http;

import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What is sent back. */
public record Reply(int status, Map<String, String> headers, Body body) {

  /** No answer: the connection is cut. */
  static final Reply SILENCE = new Reply(0, Map.of(), Body.none());

  public static Reply json(int status, JsonNode body) {
    return new Reply(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        Body.of(Json.bytes(body)));
  }

  public static Reply ok(JsonNode body) {
    return json(200, body);
  }

  public static Reply created(JsonNode body) {
    return json(201, body);
  }

  public static Reply redirect(String url) {
    return new Reply(302, Map.of("Location", url), Body.none());
  }

  public static Reply bytes(String type, byte[] body) {
    return new Reply(200, Map.of("Content-Type", type), Body.of(body));
  }

  public Reply with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }
}
