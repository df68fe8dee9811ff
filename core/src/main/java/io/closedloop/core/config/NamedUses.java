package io.closedloop.core.config;

import io.closedloop.core.config.NamedUse.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds in nodes what names something that plugins bring. It needs no configuration that could be
 * bound, so that these problems are told together with all others.
 */
final class NamedUses {
  /** A star stands for every key or item. */
  private static final List<Place> PLACES =
      List.of(
          new Place(Kind.CATEGORY, true, "recovery_actions.categories.*"),
          new Place(Kind.CATEGORY, true, "retry_mechanisms.strategies.*"),
          new Place(Kind.CATEGORY, true, "failure_detection.workflow_patterns.*"),
          new Place(Kind.CATEGORY, true, "circuit_breakers.category_overrides.*"),
          new Place(Kind.ACTION, false, "recovery_actions.categories.*.automatic_actions.*"),
          new Place(Kind.ACTION, false, "recovery_actions.categories.*.supervised_actions.*"),
          new Place(Kind.ACTION, false, "rollback.strategies.*"),
          new Place(Kind.CHANNEL, false, "automation.notification_channels.*"),
          new Place(Kind.CHANNEL, false, "automation.notification_channels.*.*"),
          new Place(Kind.CHANNEL, false, "notifications.routing.*.channels.*"),
          new Place(Kind.GROUP, false, "security.restrictions.allowed_actions.*"));

  private final Resolver resolver;
  private final Set<NamedUse> found = new LinkedHashSet<>();

  NamedUses(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * A place where names stand.
   *
   * @param keys whether the keys are the names, otherwise the values are
   */
  private record Place(Kind kind, boolean keys, String path) {}

  NamedUses add(Node.Mapping configuration) {
    for (Place place : PLACES) {
      walk(place, configuration, List.of(place.path().split("\\.", -1)));
    }
    return this;
  }

  NamedUses add(NamedUses others) {
    found.addAll(others.found);
    return this;
  }

  List<NamedUse> found() {
    return List.copyOf(found);
  }

  private void walk(Place place, Node node, List<String> path) {
    if (path.isEmpty()) {
      if (!place.keys() && node instanceof Node.Scalar scalar && !scalar.text().isEmpty()) {
        @Nullable String name = text(scalar);
        if (name != null) {
          found.add(new NamedUse(place.kind(), name, scalar.at()));
        }
      }
      return;
    }
    String key = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    switch (node) {
      case Node.Mapping(Position _, var entries) ->
          entries.entrySet().stream()
              .filter(entry -> key.equals("*") || key.equals(entry.getKey()))
              .forEach(entry -> {
                if (rest.isEmpty() && place.keys()) {
                  found.add(
                      new NamedUse(place.kind(), entry.getKey(), entry.getValue().value().at()));
                }
                walk(place, entry.getValue().value(), rest);
              });
      case Node.Sequence(Position _, var items) when key.equals("*") ->
          items.forEach(item -> walk(place, item, rest));
      case Node.Sequence _, Node.Scalar _ -> {}
    }
  }

  /** Null for a reference that leads nowhere, which is a problem or none elsewhere. */
  private @Nullable String text(Node.Scalar scalar) {
    try {
      return resolver.resolve(scalar);
    } catch (Resolver.Unresolved e) {
      return null;
    }
  }
}
