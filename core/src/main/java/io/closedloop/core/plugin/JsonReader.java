package io.closedloop.core.plugin;

import io.closedloop.api.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON text into the API's values. Depth and length of numbers are bounded, since the text
 * comes from elsewhere.
 */
final class JsonReader {
  /** A number such as 1e999999999 is short as JSON and fills the memory when it is written out. */
  private static final int LARGEST_SCALE = 1000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonReader() {}

  /**
   * @throws IllegalArgumentException with line and column, without the text
   */
  static Json read(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new IllegalArgumentException("not JSON: the text is empty");
      }
      return convert(node);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new IllegalArgumentException(
          at == null
              ? "not JSON"
              : "not JSON: line %d, column %d: %s"
                  .formatted(at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()),
          e);
    }
  }

  private static Json convert(JsonNode node) {
    if (node.isObject()) {
      Map<String, Json> members = new LinkedHashMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), convert(member.getValue())));
      return Json.object(members);
    }
    if (node.isArray()) {
      List<Json> items = new ArrayList<>();
      node.forEach(item -> items.add(convert(item)));
      return Json.array(items);
    }
    if (node.isNumber()) {
      BigDecimal value = node.decimalValue();
      if (Math.abs((long) value.scale()) > LARGEST_SCALE) {
        throw new IllegalArgumentException(
            "not JSON that can be used: a number has an exponent beyond " + LARGEST_SCALE);
      }
      return new Json.Num(value);
    }
    if (node.isBoolean()) {
      return Json.of(node.booleanValue());
    }
    return node.isNull() ? new Json.Null() : Json.of(node.stringValue());
  }
}
