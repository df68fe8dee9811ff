package io.closedloop.sandbox.world;

import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Builds and reads JSON trees. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** An object of alternating keys and values; instants are written as GitHub writes them. */
  public static ObjectNode object(@Nullable Object... pairs) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      node.set(String.valueOf(pairs[i]), value(pairs[i + 1]));
    }
    return node;
  }

  public static ArrayNode array(Collection<? extends JsonNode> items) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    items.forEach(node::add);
    return node;
  }

  private static JsonNode value(@Nullable Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case null -> nodes.nullNode();
      case JsonNode node -> node;
      case Instant instant -> nodes.stringNode(instant.toString());
      case Collection<?> items -> {
        ArrayNode array = nodes.arrayNode();
        items.forEach(item -> array.add(value(item)));
        yield array;
      }
      default -> MAPPER.valueToTree(value);
    };
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  /** Reads a body; an empty one is an empty object. */
  public static JsonNode read(byte[] body) throws JacksonException {
    return body.length == 0 ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(body);
  }

  /** The text of a field, or null where it is absent or no text. */
  public static @Nullable String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? value.stringValue() : null;
  }
}
