package io.closedloop.core.intake;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * One pass over a payload that builds nothing: is it JSON, and which action does it tell of. What
 * is not plainly the one or the other is decided by the parser that will read it later.
 */
final class Glance {
  private Glance() {}

  /**
   * The member {@code action} of the outermost object, empty text when there is none; empty when
   * the payload is no JSON object.
   */
  static Optional<String> action(JsonMapper json, byte[] payload) {
    String plain = PlainJson.action(payload);
    return plain != null ? Optional.of(plain) : parsed(json, payload);
  }

  /** What the parser says of it. */
  static Optional<String> parsed(JsonMapper json, byte[] payload) {
    try (JsonParser parser = json.createParser(payload)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      String action = "";
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean named = parser.currentName().equals("action");
        JsonToken value = parser.nextToken();
        if (named && value == JsonToken.VALUE_STRING) {
          action = parser.getString();
        }
        parser.skipChildren();
      }
      return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null
          ? Optional.of(action)
          : Optional.empty();
    } catch (JacksonException unreadable) {
      return Optional.empty();
    }
  }
}
