package io.closedloop.core.config;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A YAML text as plain values that know their lines. */
public final class YamlDocument {

  private YamlDocument() {}

  /** A value of the document; {@code line} counts from 1. */
  public sealed interface Value {
    int line();
  }

  /** Keys and values in the order of the file. */
  public record Mapping(int line, Map<String, Value> entries) implements Value {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }
  }

  /** A list. */
  public record Sequence(int line, List<Value> items) implements Value {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A text, a number or a truth value, as it was written. */
  public record Scalar(int line, String text) implements Value {}

  /**
   * The text is not the YAML that is accepted here; the message says what is wrong and is for the
   * operator.
   */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Malformed(int line, String message) {
      super(message);
      this.line = line;
    }

    /** The line, from 1. */
    public int line() {
      return line;
    }
  }

  /**
   * Reads one document. Tags have no effect; aliases and duplicate keys are refused.
   *
   * @throws Malformed when the text is not YAML, is empty, or uses what is refused
   */
  public static Value read(Reader text) throws Malformed {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    try {
      var node = new Yaml(options).compose(text);
      if (node == null) {
        throw new Malformed(1, "the file is empty");
      }
      return value(node, Collections.newSetFromMap(new IdentityHashMap<>()));
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new Malformed(mark == null ? 1 : mark.getLine() + 1, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new Malformed(1, "not YAML: " + e.getMessage());
    }
  }

  private static Value value(
      org.yaml.snakeyaml.nodes.Node node, Set<org.yaml.snakeyaml.nodes.Node> seen)
      throws Malformed {
    int line = node.getStartMark().getLine() + 1;
    if (!seen.add(node)) {
      throw new Malformed(line, "an alias (*name) is not accepted: write the value out");
    }
    return switch (node) {
      case ScalarNode scalar -> new Scalar(line, scalar.getValue());
      case SequenceNode sequence -> {
        var items = new ArrayList<Value>();
        for (var item : sequence.getValue()) {
          items.add(value(item, seen));
        }
        yield new Sequence(line, items);
      }
      case MappingNode mapping -> {
        var entries = new LinkedHashMap<String, Value>();
        for (var tuple : mapping.getValue()) {
          int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
          if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            throw new Malformed(keyLine, "a key is a plain word");
          }
          if (entries.put(key.getValue(), value(tuple.getValueNode(), seen)) != null) {
            throw new Malformed(keyLine, "\"" + key.getValue() + "\" stands here twice");
          }
        }
        yield new Mapping(line, entries);
      }
      default -> throw new Malformed(line, "a " + node.getNodeId() + " is not accepted here");
    };
  }
}
