package io.closedloop.core.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where each value of a configuration was written. */
public final class Origins {
  private static final Position DEFAULT = new Position(Position.SHIPPED, 0);

  private final Node.Mapping root;

  Origins(Node.Mapping root) {
    this.root = root;
  }

  /**
   * Where the value behind these keys (an index for a list) was written; empty where a default
   * holds.
   */
  public Optional<Position> at(String... keys) {
    return find(Arrays.asList(keys)).map(Node::at).filter(at -> !at.shipped());
  }

  /**
   * Every single value with its origin, in the order of the records, for people to read. Secrets
   * are masked.
   */
  public List<Setting> settings(Config config) {
    List<Setting> settings = new ArrayList<>();
    collect(config, List.of(), settings);
    return settings;
  }

  private void collect(@Nullable Object value, List<String> path, List<Setting> into) {
    switch (value) {
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
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach((key, item) -> collect(item, with(path, name(key)), into));
      case null, default -> into.add(setting(path, value));
    }
  }

  private Setting setting(List<String> path, @Nullable Object value) {
    Optional<Node> node = find(path);
    // A reference is shown as it was written: what it yields need not be seen.
    String shown =
        node.orElse(null) instanceof Node.Scalar scalar && Resolver.refers(scalar.text())
            ? scalar.text()
            : name(value);
    return new Setting(String.join(".", path), shown, node.map(Node::at).orElse(DEFAULT));
  }

  private Optional<Node> find(List<String> keys) {
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

  private static String name(@Nullable Object value) {
    return switch (value) {
      case Enum<?> constant -> constant.name().toLowerCase(java.util.Locale.ROOT);
      case List<?> list -> list.stream().map(Origins::name).toList().toString();
      case null -> "";
      default -> value.toString();
    };
  }

  /**
   * One value.
   *
   * @param key dotted
   * @param value as text, masked where secret
   */
  public record Setting(String key, String value, Position origin) {}
}
