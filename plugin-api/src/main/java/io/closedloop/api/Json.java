package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/** A JSON value, so that no plugin must bring a JSON library. Its text form is JSON. */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Json {

  /** An object; members keep their order. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("{");
      members.forEach((name, value) ->
          text.append(text.length() > 1 ? "," : "")
              .append(new Str(name))
              .append(':')
              .append(value));
      return text.append('}').toString();
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }

    @Override
    public String toString() {
      return items.stream()
          .map(Json::toString)
          .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }
  }

  /** A string. */
  record Str(String value) implements Json {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(value.length() + 2).append('"');
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '"' || c == '\\') {
          text.append('\\').append(c);
        } else if (c < 0x20 || c == 0x2028 || c == 0x2029) {
          text.append(String.format("\\u%04x", (int) c));
        } else {
          text.append(c);
        }
      }
      return text.append('"').toString();
    }
  }

  /** A number. */
  record Num(BigDecimal value) implements Json {
    @Override
    public String toString() {
      return value.toString();
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Json {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** Null. */
  record Null() implements Json {
    @Override
    public String toString() {
      return "null";
    }
  }

  /** A string value. */
  static Json of(String value) {
    return new Str(value);
  }

  /** A number. */
  static Json of(long value) {
    return new Num(BigDecimal.valueOf(value));
  }

  /** A truth value. */
  static Json of(boolean value) {
    return new Bool(value);
  }

  /** An array. */
  static Json array(List<Json> items) {
    return new Arr(items);
  }

  /** An object of the given members. */
  static Json object(Map<String, Json> members) {
    return new Obj(members);
  }

  /** The member of that name, or empty when this is no object or has none. */
  default Optional<Json> get(String member) {
    return this instanceof Obj(Map<String, Json> members)
        ? Optional.ofNullable(members.get(member))
        : Optional.empty();
  }

  /**
   * What lies at a JSON pointer (RFC 6901), for example {@code /choices/0/text}, or empty when
   * nothing does.
   */
  default Optional<Json> at(String pointer) {
    if (pointer.isEmpty()) {
      return Optional.of(this);
    }
    if (!pointer.startsWith("/")) {
      throw new IllegalArgumentException("a JSON pointer begins with a slash, not " + pointer);
    }
    Optional<Json> here = Optional.of(this);
    for (String part : pointer.substring(1).split("/", -1)) {
      String member = part.replace("~1", "/").replace("~0", "~");
      here =
          here.flatMap(json ->
              json instanceof Arr(List<Json> items) ? item(items, member) : json.get(member));
    }
    return here;
  }

  private static Optional<Json> item(List<Json> items, String index) {
    return index.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(index) < items.size()
        ? Optional.of(items.get(Integer.parseInt(index)))
        : Optional.empty();
  }

  /** The items of an array; empty for anything else. */
  default List<Json> list() {
    return this instanceof Arr(List<Json> items) ? items : List.of();
  }

  /** The value of a string, number or truth value as text; empty for anything else. */
  default Optional<String> text() {
    return switch (this) {
      case Str(String value) -> Optional.of(value);
      case Num(BigDecimal value) -> Optional.of(value.toPlainString());
      case Bool(boolean value) -> Optional.of(Boolean.toString(value));
      case Obj _, Arr _, Null _ -> Optional.empty();
    };
  }
}
