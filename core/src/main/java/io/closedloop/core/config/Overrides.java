package io.closedloop.core.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Values by dotted key, from a command line or the environment, as nodes. */
final class Overrides {
  private Overrides() {}

  static Node.Mapping of(Map<String, LoadRequest.Given> values, Consumer<Problem> problems) {
    Node.Mapping all = Node.emptyMapping(new Position("command line", 0));
    for (Map.Entry<String, LoadRequest.Given> each : new java.util.TreeMap<>(values).entrySet()) {
      Position at = new Position(each.getValue().source(), 0);
      Node node = moved(read(each.getValue(), problems), at);
      String[] keys = each.getKey().split("\\.", -1);
      for (int i = keys.length - 1; i >= 0; i--) {
        node = new Node.Mapping(at, Map.of(keys[i], new Node.Entry(at, node)));
      }
      all = all.under((Node.Mapping) node);
    }
    return all;
  }

  private static Node read(LoadRequest.Given given, Consumer<Problem> problems) {
    String text = given.text().strip();
    Position at = new Position(given.source(), 0);
    if (!text.startsWith("[") && !text.startsWith("{")) {
      return new Node.Scalar(at, given.text(), Node.Style.PLAIN);
    }
    Node.Mapping read =
        new YamlReader(given.source(), p -> problems.accept(new Problem(p.file(), 0, p.message())))
            .read("value: " + text);
    Node.Entry value = read.entries().get("value");
    return value == null ? Node.emptyMapping(at) : value.value();
  }

  /** There are no lines in what was given so. */
  private static Node moved(Node node, Position at) {
    return switch (node) {
      case Node.Scalar scalar -> new Node.Scalar(at, scalar.text(), scalar.style());
      case Node.Sequence list ->
          new Node.Sequence(at, List.copyOf(list.items().stream().map(i -> moved(i, at)).toList()));
      case Node.Mapping mapping -> {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) -> entries.put(key, new Node.Entry(at, moved(entry.value(), at))));
        yield new Node.Mapping(at, entries);
      }
    };
  }
}
