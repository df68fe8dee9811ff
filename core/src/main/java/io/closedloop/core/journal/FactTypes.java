package io.closedloop.core.journal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The facts that the journal knows, by the simple names of their records. */
public final class FactTypes {
  private final Map<String, Class<? extends Fact>> byName;

  private FactTypes(Map<String, Class<? extends Fact>> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * The records of these sealed families, and {@link Checkpoint}.
   *
   * @throws IllegalArgumentException when two facts share a simple name, or a type is neither a
   *     sealed interface nor a record
   */
  @SafeVarargs
  public static FactTypes of(Class<? extends Fact>... families) {
    Map<String, Class<? extends Fact>> found = new HashMap<>();
    collect(Checkpoint.class, found);
    for (Class<? extends Fact> family : families) {
      collect(family, found);
    }
    return new FactTypes(found);
  }

  Optional<Class<? extends Fact>> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The name under which this fact is kept. */
  String nameOf(Fact fact) {
    String name = fact.getClass().getSimpleName();
    if (byName.get(name) != fact.getClass()) {
      throw new IllegalArgumentException(
          "%s is in no family given to FactTypes.of, so it could not be read back; add its family"
              .formatted(fact.getClass().getName()));
    }
    return name;
  }

  List<String> names() {
    return List.copyOf(new TreeSet<>(byName.keySet()));
  }

  private static void collect(Class<?> type, Map<String, Class<? extends Fact>> found) {
    if (type.isRecord()) {
      Class<? extends Fact> other =
          found.putIfAbsent(type.getSimpleName(), type.asSubclass(Fact.class));
      if (other != null && other != type) {
        throw new IllegalArgumentException(
            "two facts are called %s: %s and %s; rename one"
                .formatted(type.getSimpleName(), other.getName(), type.getName()));
      }
    } else if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(permitted, found);
      }
    } else {
      throw new IllegalArgumentException(
          "%s is neither a sealed interface nor a record, so its facts cannot be known"
              .formatted(type.getName()));
    }
  }
}
