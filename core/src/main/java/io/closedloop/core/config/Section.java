package io.closedloop.core.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the configuration whose record is known only later, by the plugin that it belongs to.
 */
public final class Section {
  private final String path;
  private final Node.Mapping node;
  private final Resolver resolver;
  private final Secrets secrets;
  private final boolean off;

  Section(String path, Node.Mapping node, Resolver resolver, Secrets secrets, boolean off) {
    this.path = path;
    this.node = node;
    this.resolver = resolver;
    this.secrets = secrets;
    this.off = off;
  }

  /** Where it begins. */
  public Position at() {
    return node.at();
  }

  /** Where the value of a key was written; where the section begins when the key is absent. */
  public Position at(String key) {
    Node.@Nullable Entry entry = node.entries().get(key);
    return entry == null ? at() : entry.keyAt();
  }

  /** The keys and nesting that lead here, joined by dots. */
  public String path() {
    return path;
  }

  /** The text of a key, as written; empty when it is absent or no single value. */
  public Optional<String> text(String key) {
    Node.@Nullable Entry entry = node.entries().get(key);
    return entry != null
            && entry.value() instanceof Node.Scalar(Position _, String text, Node.Style style)
            && style != Node.Style.NOTHING
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The same section without some keys. */
  public Section without(String... keys) {
    return new Section(path, node.without(keys), resolver, secrets, off);
  }

  /** The same section with these keys alone. */
  public Section only(String... keys) {
    Set<String> others = new HashSet<>(node.entries().keySet());
    others.removeAll(Set.of(keys));
    return without(others.toArray(String[]::new));
  }

  /** The same section, switched off: references in it need not lead anywhere. */
  public Section switchedOff() {
    return new Section(path, node, resolver, secrets, true);
  }

  /** An empty section in the same place, for what is not written down. */
  public static Section absent(String path) {
    return new Section(
        path,
        Node.emptyMapping(new Position(Position.SHIPPED, 0)),
        new Resolver(Map.of()),
        new Secrets(),
        false);
  }

  /**
   * Makes the record that the keys describe. A component without a key is null, 0 or false,
   * whatever the record then makes of that; an {@link IllegalArgumentException} of its constructor
   * becomes a problem, at the key that its message begins with.
   */
  public <R extends Record> Bound<R> bind(Class<R> type) {
    List<Problem> problems = new ArrayList<>();
    Binder binder = new Binder(resolver, secrets, false, problems::add);
    @Nullable R value = binder.bind(type, node, path, off);
    return value == null ? new Bound.Bad<>(problems) : new Bound.Ok<>(value);
  }

  /** The single values and lists in it, by their keys joined by dots. */
  Map<String, Leaf> leaves() {
    Map<String, Leaf> leaves = new LinkedHashMap<>();
    collect(node, "", leaves);
    return leaves;
  }

  private void collect(Node.Mapping mapping, String before, Map<String, Leaf> into) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          if (entry.value() instanceof Node.Mapping inner && !inner.entries().isEmpty()) {
            collect(inner, before + key + ".", into);
          } else {
            into.put(before + key, new Leaf(path + "." + before + key, entry.value(), resolver));
          }
        });
  }

  /** One of them. */
  record Leaf(String path, Node node, Resolver resolver) {

    /** The value with references filled in; for comparing, never for showing. */
    String resolved() {
      return resolved(node);
    }

    private String resolved(Node part) {
      return switch (part) {
        case Node.Scalar scalar -> {
          try {
            yield resolver.resolve(scalar);
          } catch (Resolver.Unresolved e) {
            yield scalar.text();
          }
        }
        case Node.Sequence list -> list.items().stream().map(this::resolved).toList().toString();
        case Node.Mapping mapping ->
            mapping.entries().values().stream()
                .map(entry -> resolved(entry.value()))
                .toList()
                .toString();
      };
    }

    /** The value as written, masked unless the plugin is known to take it for something open. */
    Object shown(Secrets secrets) {
      return switch (node) {
        case Node.Scalar scalar -> secrets.isOpen(path) ? scalar.text() : "***";
        case Node.Sequence list -> {
          List<String> items = new ArrayList<>();
          for (int i = 0; i < list.items().size(); i++) {
            items.add(
                list.items().get(i) instanceof Node.Scalar scalar
                        && secrets.isOpen(path + "[" + i + "]")
                    ? scalar.text()
                    : "***");
          }
          yield items;
        }
        case Node.Mapping _ -> Map.of();
      };
    }
  }

  @Override
  public String toString() {
    return "Section[" + path + " at " + at() + "]";
  }
}
