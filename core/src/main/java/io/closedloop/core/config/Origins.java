package io.closedloop.core.config;

import io.closedloop.api.Secret;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Where each value of a configuration was written. */
public final class Origins {
  private static final Position DEFAULT = new Position(Position.SHIPPED, 0);
  private static final String MASK = "***";

  private final Node.Mapping root;
  private final @Nullable Layer layer;
  private final Secrets secrets;

  /** The environment that was laid over the rest. */
  record Layer(String name, Node.Mapping overlay) {}

  Origins(Node.Mapping root, @Nullable Layer layer, Secrets secrets) {
    this.root = root;
    this.layer = layer;
    this.secrets = secrets;
  }

  /**
   * Where the value behind these keys (an index for a list) was written; empty where a default
   * holds.
   */
  public Optional<Position> at(String... keys) {
    return find(root, Arrays.asList(keys)).map(Node::at).filter(at -> !at.shipped());
  }

  /** Every single value with its origin, in the order of the records. Secrets are masked. */
  public List<Setting> settings(Config config) {
    List<Setting> settings = new ArrayList<>();
    collect(config, List.of(), (path, value) -> settings.add(setting(path, value)));
    return settings;
  }

  /** Every single value by its dotted key, as it is: for comparing, never for showing. */
  Map<String, Object> values(Config config) {
    Map<String, Object> values = new LinkedHashMap<>();
    collect(
        config,
        List.of(),
        (path, value) ->
            values.put(
                String.join(".", path),
                value instanceof Section.Leaf leaf
                    ? leaf.resolved()
                    : String.valueOf(plain(value))));
    return values;
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Secret secret -> secret.reveal();
      case List<?> list -> list.stream().map(Origins::plain).toList();
      case Record record -> {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        collect(record, List.of(), (path, part) -> parts.put(String.join(".", path), plain(part)));
        yield parts;
      }
      case null, default -> value;
    };
  }

  private static void collect(
      @Nullable Object value, List<String> path, BiConsumer<List<String>, @Nullable Object> into) {
    switch (value) {
      case Section.Leaf leaf -> into.accept(path, leaf);
      case Record record -> {
        for (var component : record.getClass().getRecordComponents()) {
          try {
            collect(
                component.getAccessor().invoke(record),
                with(path, Binder.key(component.getName())),
                into);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
          }
        }
      }
      case Section section ->
          section.leaves().forEach((key, leaf) -> collect(leaf, with(path, key), into));
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach((key, item) -> collect(item, with(path, String.valueOf(shown(key))), into));
      case null, default -> into.accept(path, value);
    }
  }

  private Setting setting(List<String> path, @Nullable Object value) {
    String key = String.join(".", path);
    if (value instanceof Section.Leaf leaf) {
      return new Setting(
          key, leaf.shown(secrets), origin(leaf.node(), path), reference(leaf.node()));
    }
    @Nullable Node node = find(root, path).orElse(null);
    return new Setting(key, shown(value, node), origin(node, path), reference(node));
  }

  /** A text is shown as it was written: what a reference in it yields need not be seen. */
  private static @Nullable Object shown(@Nullable Object value, @Nullable Node node) {
    return switch (value) {
      case Secret _ -> MASK;
      case String _ when node instanceof Node.Scalar scalar && Resolver.refers(scalar.text()) ->
          scalar.text();
      case List<?> list -> {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          @Nullable Node item =
              node instanceof Node.Sequence(Position _, List<Node> all) && all.size() == list.size()
                  ? all.get(i)
                  : null;
          items.add(String.valueOf(shown(list.get(i), item)));
        }
        yield items;
      }
      case null, default -> shown(value);
    };
  }

  private static @Nullable Object shown(@Nullable Object value) {
    return switch (value) {
      case Enum<?> constant -> constant.name().toLowerCase(java.util.Locale.ROOT);
      case Map<?, ?> _ -> Map.of();
      case Secret _ -> MASK;
      case Record record -> {
        List<String> parts = new ArrayList<>();
        collect(
            record,
            List.of(),
            (path, part) -> parts.add(String.join(".", path) + ": " + shown(part)));
        yield "{" + String.join(", ", parts) + "}";
      }
      case null, default -> value;
    };
  }

  private String origin(@Nullable Node node, List<String> path) {
    Position at = node == null ? DEFAULT : node.at();
    Layer over = layer;
    return over != null
            && node != null
            && find(over.overlay(), path).filter(node::equals).isPresent()
        ? at + " (environment " + over.name() + ")"
        : at.toString();
  }

  private static @Nullable String reference(@Nullable Node node) {
    return switch (node) {
      case Node.Scalar scalar -> Resolver.refers(scalar.text()) ? scalar.text() : null;
      case Node.Sequence list -> {
        List<String> found =
            list.items().stream().map(Origins::reference).filter(r -> r != null).toList();
        yield found.isEmpty() ? null : String.join(", ", found);
      }
      case Node.Mapping _ -> null;
      case null -> null;
    };
  }

  private static Optional<Node> find(Node.Mapping root, List<String> keys) {
    Node node = root;
    for (String key : keys) {
      @Nullable Node next =
          switch (node) {
            case Node.Mapping mapping -> {
              Node.@Nullable Entry entry = mapping.entries().get(key);
              yield entry == null ? null : entry.value();
            }
            case Node.Sequence sequence ->
                key.matches("\\d{1,6}") && Integer.parseInt(key) < sequence.items().size()
                    ? sequence.items().get(Integer.parseInt(key))
                    : null;
            case Node.Scalar _ -> null;
          };
      if (next == null) {
        return Optional.empty();
      }
      node = next;
    }
    return Optional.of(node);
  }

  private static List<String> with(List<String> path, String key) {
    List<String> longer = new ArrayList<>(path);
    longer.add(key);
    return longer;
  }

  /**
   * One value.
   *
   * @param key dotted
   * @param value a truth value, number, text, list of texts, or null for none; masked where secret
   * @param origin where it was written, for people: {@code default}, a file and line, an
   *     environment, an option or a variable
   * @param reference the reference that the value came by, null for none
   */
  public record Setting(
      String key, @Nullable Object value, String origin, @Nullable String reference) {}
}
