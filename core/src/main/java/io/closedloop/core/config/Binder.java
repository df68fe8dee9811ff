package io.closedloop.core.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of nodes. Keys are the components' names with underscores. Every problem is handed
 * on and binding goes on behind it, so that one run finds them all.
 */
final class Binder {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final Resolver resolver;
  private final Secrets secrets;
  private final boolean ownDefaults;
  private final ScalarBinder scalars;
  private final Consumer<Problem> sink;
  private int found;

  /**
   * @param ownDefaults whether absent keys take their value from the record's static {@code
   *     DEFAULT}; off for plugins
   */
  Binder(Resolver resolver, Secrets secrets, boolean ownDefaults, Consumer<Problem> sink) {
    this.resolver = resolver;
    this.secrets = secrets;
    this.ownDefaults = ownDefaults;
    this.sink = sink;
    this.scalars = new ScalarBinder(resolver, secrets, this::report);
  }

  /**
   * The record, or null after at least one problem.
   *
   * @param off whether this part is switched off, so that references need not lead anywhere
   */
  <R extends Record> @Nullable R bind(Class<R> type, Node node, String path, boolean off) {
    int before = found;
    @Nullable Object value = record(type, node, new Place(path, off, null), null);
    return found == before ? type.cast(value) : null;
  }

  private void report(Position at, String message) {
    found++;
    sink.accept(Problem.at(at, message));
  }

  private @Nullable Object value(Type type, Node node, Place place, @Nullable Object fallback) {
    Class<?> raw = raw(type);
    if (node instanceof Node.Scalar scalar && scalar.style() == Node.Style.NOTHING) {
      return nothing(raw, scalar, place, fallback);
    }
    if (raw == Section.class) {
      if (node instanceof Node.Mapping mapping) {
        return new Section(place.path(), mapping, resolver, secrets, place.off());
      }
      wrong(node, place, "a section of keys");
      return null;
    }
    if (raw.isRecord()) {
      return record(raw, node, place, fallback);
    }
    if (raw == List.class) {
      return list(argument(type, 0), node, place);
    }
    if (raw == Map.class) {
      return map(type, node, place);
    }
    if (!scalars.knows(raw)) {
      report(
          node.at(),
          "%s has the type %s, which configuration cannot fill"
              .formatted(place.path(), type.getTypeName()));
      return null;
    }
    if (node instanceof Node.Scalar scalar) {
      return scalars.value(raw, scalar, place, fallback);
    }
    wrong(node, place, scalars.wanted(raw, place));
    return null;
  }

  private @Nullable Object nothing(
      Class<?> raw, Node.Scalar scalar, Place place, @Nullable Object fallback) {
    if (raw.isRecord() || raw == Section.class) {
      return value(raw, Node.emptyMapping(scalar.at()), place, fallback);
    }
    if (raw == Map.class) {
      return Map.of();
    }
    if (fallback != null || raw.isPrimitive()) {
      report(scalar.at(), place.path() + " has no value; give one or remove the key");
    }
    return fallback;
  }

  private @Nullable Object record(Class<?> type, Node node, Place place, @Nullable Object given) {
    if (node instanceof Node.Sequence list) {
      @Nullable Method fromList = plainList(type);
      if (fromList != null) {
        try {
          return run(() -> fromList.invoke(null, list(String.class, list, place)));
        } catch (Refused refused) {
          report(node.at(), place.path() + ": " + scalars.redact(refused.reason()));
          return null;
        }
      }
    }
    if (!(node instanceof Node.Mapping mapping)) {
      wrong(node, place, "a section of keys");
      return null;
    }
    @Nullable Object fallback = given == null && ownDefaults ? constant(type) : given;
    RecordComponent[] components = type.getRecordComponents();
    List<String> keys = keys(type);
    unknownKeys(mapping, keys, place);
    boolean off = place.off() || switchedOff(mapping, components, fallback);
    @Nullable Object[] defaults = new @Nullable Object[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    Set<String> bad = new HashSet<>();
    for (int i = 0; i < components.length; i++) {
      String key = keys.get(i);
      defaults[i] =
          fallback == null ? zero(components[i].getType()) : read(components[i], fallback);
      values[i] = defaults[i];
      Node.@Nullable Entry entry = mapping.entries().get(key);
      if (entry != null) {
        Place there = place.child(key, off, components[i].getAnnotation(Range.class));
        int before = found;
        values[i] = value(components[i].getGenericType(), entry.value(), there, defaults[i]);
        if (found > before) {
          values[i] = defaults[i];
          bad.add(key);
        }
      }
    }
    return construct(type, values, defaults, bad, mapping, place);
  }

  private void unknownKeys(Node.Mapping mapping, List<String> keys, Place place) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (!keys.contains(key)) {
            report(
                entry.keyAt(),
                "unknown key %s%s; %s"
                    .formatted(
                        Words.quote(key),
                        place.path().isEmpty() ? "" : " in " + place.path(),
                        Words.suggest(key, keys)));
          }
        });
  }

  private static boolean switchedOff(
      Node.Mapping mapping, RecordComponent[] components, @Nullable Object fallback) {
    for (RecordComponent component : components) {
      if (component.getName().equals("enabled") && component.getType() == boolean.class) {
        return mapping.entries().get("enabled")
                instanceof Node.Entry(Position _, Node.Scalar scalar)
            ? ScalarBinder.FALSE.contains(scalar.text().toLowerCase(Locale.ROOT))
            : fallback != null && Boolean.FALSE.equals(read(component, fallback));
      }
    }
    return false;
  }

  /**
   * The record, or null when anything in it is wrong. Its constructor tells of one problem at a
   * time: the key that it begins with is then left at its default to hear of the next. Beside such
   * defaults only that is believed which is about another key.
   *
   * @param bad keys with a problem that was reported
   */
  private @Nullable Object construct(
      Class<?> type,
      @Nullable Object[] values,
      @Nullable Object[] defaults,
      Set<String> bad,
      Node.Mapping mapping,
      Place place) {
    while (true) {
      try {
        Object made = run(() -> constructor(type).newInstance(values));
        return bad.isEmpty() ? made : null;
      } catch (Refused refused) {
        List<String> words = List.of(refused.reason().split("\\W+", -1));
        String first = words.getFirst();
        int index = keys(type).indexOf(first);
        if (bad.isEmpty() || (index >= 0 && Collections.disjoint(bad, words))) {
          report(blamed(mapping, first), place.path() + ": " + scalars.redact(refused.reason()));
        }
        if (!bad.add(first) || index < 0) {
          return null;
        }
        values[index] = defaults[index];
      }
    }
  }

  private static Constructor<?> constructor(Class<?> record) throws NoSuchMethodException {
    Class<?>[] types =
        Arrays.stream(record.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    Constructor<?> constructor = record.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }

  /** Runs code of a record, whose refusal is a problem of the operator's. */
  private static @Nullable Object run(Reflected body) throws Refused {
    try {
      return body.run();
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      @Nullable String said = cause instanceof IllegalArgumentException ? cause.getMessage() : null;
      throw new Refused(said == null ? "refused: " + cause : said);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new Refused("cannot be made into its record: " + e);
    }
  }

  private static Position blamed(Node.Mapping node, String key) {
    Node.@Nullable Entry entry = node.entries().get(key);
    return entry == null || entry.keyAt().shipped() ? node.at() : entry.keyAt();
  }

  private @Nullable List<Object> list(Type item, Node node, Place place) {
    if (!(node instanceof Node.Sequence sequence)) {
      wrong(node, place, "a list, as in [one, two]");
      return null;
    }
    List<Object> items = new ArrayList<>();
    int index = 0;
    for (Node element : sequence.items()) {
      @Nullable Object value = value(item, element, place.item(index++), null);
      if (value != null) {
        items.add(value);
      }
    }
    return Collections.unmodifiableList(items);
  }

  private @Nullable Map<Object, Object> map(Type type, Node node, Place place) {
    if (!(node instanceof Node.Mapping mapping)) {
      wrong(node, place, "a section of names");
      return null;
    }
    Map<Object, Object> values = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach((name, entry) -> {
          if (Resolver.refers(name)) {
            report(
                entry.keyAt(),
                "the key %s in %s must be a plain name: references stand in values only"
                    .formatted(Words.quote(name), place.path()));
            return;
          }
          @Nullable Object key =
              scalars.value(
                  raw(argument(type, 0)),
                  new Node.Scalar(entry.keyAt(), name, Node.Style.PLAIN),
                  new Place("the key in " + place.path(), false, null),
                  null);
          @Nullable Object value =
              value(argument(type, 1), entry.value(), place.child(name, place.off(), null), null);
          if (key != null && value != null) {
            values.put(key, value);
          }
        });
    return Collections.unmodifiableMap(values);
  }

  private void wrong(Node node, Place place, String wanted) {
    String got =
        switch (node) {
          case Node.Mapping _ -> "a section of keys";
          case Node.Sequence _ -> "a list";
          case Node.Scalar scalar -> Words.quote(scalar.text());
        };
    report(node.at(), "%s must be %s, not %s".formatted(place.path(), wanted, got));
  }

  private static @Nullable Method plainList(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(PlainList.class))
        .findAny()
        .orElse(null);
  }

  private static @Nullable Object constant(Class<?> type) {
    try {
      return type.getDeclaredField("DEFAULT").get(null);
    } catch (NoSuchFieldException e) {
      return null; // a record of which every key is optional and without a default
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(type + ".DEFAULT must be readable from " + Binder.class, e);
    }
  }

  private static @Nullable Object read(RecordComponent component, Object from) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static @Nullable Object zero(Class<?> type) {
    return type.isPrimitive()
        ? java.lang.reflect.Array.get(java.lang.reflect.Array.newInstance(type, 1), 0)
        : null;
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> raw(generic.getRawType());
      default -> Object.class;
    };
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[index]
        : Object.class;
  }

  private static List<String> keys(Class<?> record) {
    return Arrays.stream(record.getRecordComponents()).map(c -> key(c.getName())).toList();
  }

  static String key(String component) {
    return CAPITAL.matcher(component).replaceAll("_$0").toLowerCase(Locale.ROOT);
  }

  private interface Reflected {
    @Nullable Object run() throws ReflectiveOperationException;
  }

  /** A record does not take what it is given. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    Refused(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Where binding is: the keys that led here, whether this part is switched off, and the numbers
   * allowed.
   */
  record Place(String path, boolean off, @Nullable Range range) {
    Place child(String key, boolean nowOff, @Nullable Range nowRange) {
      return new Place(path.isEmpty() ? key : path + "." + key, nowOff, nowRange);
    }

    Place item(int index) {
      return new Place(path + "[" + index + "]", off, range);
    }
  }
}
