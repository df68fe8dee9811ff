package io.closedloop.testkit;

import io.closedloop.api.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON text for {@link FakeContext}. */
final class JsonText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonText() {}

  static Json parse(String text) {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not JSON: line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()),
          e);
    }
    if (node.isMissingNode()) {
      throw new IllegalArgumentException("not JSON: line 1, column 1: no text");
    }
    return value(node);
  }

  private static Json value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
        yield Json.object(members);
      }
      case ARRAY -> {
        List<Json> items = new ArrayList<>();
        node.forEach(item -> items.add(value(item)));
        yield Json.array(items);
      }
      case STRING -> Json.of(node.stringValue());
      case NUMBER -> new Json.Num(new BigDecimal(node.asString()));
      case BOOLEAN -> Json.of(node.booleanValue());
      case NULL -> new Json.Null();
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("JSON text holds no " + node.getNodeType());
    };
  }
}
