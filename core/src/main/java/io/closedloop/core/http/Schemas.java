package io.closedloop.core.http;

import io.closedloop.api.RepoId;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Schemas, in the dialect of OpenAPI 3.0, of the types that the API sends and takes. */
final class Schemas {
  private final Map<String, Map<String, Object>> components = new LinkedHashMap<>();
  private final Map<String, Type> named = new LinkedHashMap<>();

  /** The schemas that the others refer to, by name. */
  Map<String, Map<String, Object>> components() {
    return components;
  }

  /** The schema of a type; of a record, a reference to a component. */
  Map<String, Object> of(Type type) {
    return switch (type) {
      case Class<?> plain when plain.isRecord() && plain != RepoId.class -> reference(plain, plain);
      case Class<?> plain -> scalar(plain);
      case Payload.Generic page when page.raw() == Items.class -> reference(page, Items.class);
      case ParameterizedType generic when generic.getRawType() == List.class ->
          Map.of("type", "array", "items", of(generic.getActualTypeArguments()[0]));
      case ParameterizedType generic when generic.getRawType() == Map.class ->
          Map.of("type", "object", "additionalProperties", of(generic.getActualTypeArguments()[1]));
      default -> throw new IllegalArgumentException("no schema is known for " + type);
    };
  }

  /** The schema of what is sent to us: what may be null may also be left out. */
  Map<String, Object> taken(Type type) {
    Map<String, Object> schema = of(type);
    if (type instanceof Class<?> record && record.isRecord()) {
      Map<String, Object> object =
          new LinkedHashMap<>(components.getOrDefault(nameOf(record), Map.of()));
      object.remove("required");
      require(
          object,
          Arrays.stream(record.getRecordComponents())
              .filter(component -> !nullable(component.getAnnotatedType()))
              .map(Schemas::nameOf)
              .toList());
      object.put("additionalProperties", false);
      components.put(nameOf(record), object);
    }
    return schema;
  }

  /** OpenAPI 3.0 allows no empty list there. */
  private static void require(Map<String, Object> object, List<String> names) {
    if (!names.isEmpty()) {
      object.put("required", names);
    }
  }

  private static Map<String, Object> scalar(Class<?> type) {
    if (type == String.class || type == RepoId.class || type == URI.class) {
      return Map.of("type", "string");
    }
    if (type == Instant.class) {
      return Map.of("type", "string", "format", "date-time");
    }
    if (type == boolean.class || type == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (type == int.class || type == Integer.class) {
      return Map.of("type", "integer", "format", "int32");
    }
    if (type == long.class || type == Long.class) {
      return Map.of("type", "integer", "format", "int64");
    }
    if (type == double.class || type == Double.class) {
      return Map.of("type", "number", "format", "double");
    }
    if (type.isEnum()) {
      return Map.of("type", "string", "enum", words(type));
    }
    if (type == Object.class) {
      return Map.of("description", "a truth value, number, text or list");
    }
    if (type == JsonNode.class || type == Map.class) {
      return Map.of("type", "object", "additionalProperties", true);
    }
    throw new IllegalArgumentException("no schema is known for " + type);
  }

  private static List<String> words(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private Map<String, Object> reference(Type type, Class<?> record) {
    String name =
        type instanceof Payload.Generic(Class<?> _, Class<?> item)
            ? nameOf(item) + "Items"
            : nameOf(record);
    if (named.putIfAbsent(name, type) == null) {
      components.put(name, Map.of());
      components.put(name, object(record, type));
    } else if (!type.equals(named.get(name))) {
      throw new IllegalArgumentException(
          "%s and %s would both be called %s; rename one".formatted(type, named.get(name), name));
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** A nested record is called by its owner, too: a Row alone says nothing. */
  private static String nameOf(Class<?> type) {
    Class<?> owner = type.getDeclaringClass();
    return (owner == null ? "" : owner.getSimpleName()) + type.getSimpleName();
  }

  private Map<String, Object> object(Class<?> record, Type type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : record.getRecordComponents()) {
      String name = nameOf(component);
      required.add(name);
      properties.put(name, schema(component.getAnnotatedType(), type));
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    require(schema, required);
    return schema;
  }

  private Map<String, Object> schema(AnnotatedType component, Type within) {
    Type type =
        component instanceof AnnotatedParameterizedType generic
                && generic.getAnnotatedActualTypeArguments()[0].getType() instanceof TypeVariable<?>
                && within instanceof Payload.Generic(Class<?> _, Class<?> item)
            ? new Payload.Generic(List.class, item)
            : component.getType();
    Map<String, Object> schema = of(type);
    if (!nullable(component)) {
      return schema;
    }
    // OpenAPI 3.0 ignores whatever stands beside a reference
    Object target = schema.get("$ref");
    Map<String, Object> either =
        new LinkedHashMap<>(
            target instanceof String
                ? components.getOrDefault(nameOf((Class<?>) type), Map.of())
                : schema);
    // without a type anything is allowed, null included, and OpenAPI 3.0 forbids to say so
    if (either.containsKey("type")) {
      either.put("nullable", true);
    }
    return either;
  }

  private static boolean nullable(AnnotatedElement type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  private static String nameOf(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** The names of a body's members, those that may be left out in brackets. */
  static String members(Class<? extends Record> body) {
    return Arrays.stream(body.getRecordComponents())
        .map(component ->
            nullable(component.getAnnotatedType())
                ? "[" + nameOf(component) + "]"
                : nameOf(component))
        .collect(Collectors.joining(", "));
  }

  /** Whether everything that is not nullable is there. */
  static boolean complete(Record body) {
    for (RecordComponent component : body.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        if (!nullable(component.getAnnotatedType())
            && component.getAccessor().invoke(body) == null) {
          return false;
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return true;
  }
}
