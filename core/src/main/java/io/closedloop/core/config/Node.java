package io.closedloop.core.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of configuration as it was written, with its position. */
sealed interface Node {
  Position at();

  /** Keys and their values in the order of the file. */
  record Mapping(Position at, Map<String, Entry> entries) implements Node {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Mapping without(String... keys) {
      Map<String, Entry> rest = new LinkedHashMap<>(entries);
      rest.keySet().removeAll(List.of(keys));
      return new Mapping(at, rest);
    }

    /** What is not the other's very own; a mapping that something was laid over is a new one. */
    @SuppressWarnings("ReferenceEquality") // equal ones are rare, and comparing all takes longer
    Mapping unlike(Mapping other) {
      Map<String, Entry> rest = new LinkedHashMap<>(entries);
      rest.entrySet().removeIf(each -> each.getValue() == other.entries.get(each.getKey()));
      return new Mapping(at, rest);
    }

    /** This mapping with the other laid over it: mappings merge, everything else replaces. */
    Mapping under(Mapping over) {
      Map<String, Entry> merged = new LinkedHashMap<>(entries);
      over.entries.forEach((key, entry) ->
          merged.merge(
              key,
              entry,
              (mine, theirs) ->
                  mine.value() instanceof Mapping low && theirs.value() instanceof Mapping high
                      ? new Entry(theirs.keyAt(), low.under(high))
                      : theirs));
      return new Mapping(over.at, merged);
    }
  }

  /** A list. */
  record Sequence(Position at, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A single value, not yet interpreted.
   *
   * @param text the text without its quotes
   * @param style how it was written
   */
  record Scalar(Position at, String text, Style style) implements Node {}

  /** A value with the position of its key. */
  record Entry(Position keyAt, Node value) {}

  /** How a scalar was written. */
  enum Style {
    PLAIN,
    QUOTED,
    NOTHING
  }

  static Mapping emptyMapping(Position at) {
    return new Mapping(at, Map.of());
  }
}
