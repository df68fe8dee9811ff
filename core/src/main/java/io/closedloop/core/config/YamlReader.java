package io.closedloop.core.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one YAML document into nodes; nothing in it is ever made into a Java object. */
final class YamlReader {
  static final int LARGEST_FILE = 1_000_000;
  private static final int MOST_NODES = 50_000;
  private static final int DEEPEST = 40;
  private static final Pattern BARE_REFERENCE =
      Pattern.compile("(?<![\"'$])\\$\\{(?:env|file):[^}\"']{1,200}}");

  private final String file;
  private final Consumer<Problem> problems;
  private int nodes;

  YamlReader(String file, Consumer<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** The document's top mapping; empty after a problem that leaves nothing to go on with. */
  Node.Mapping read(String text) {
    Node.Mapping nothing = Node.emptyMapping(new Position(file, 1));
    try {
      org.yaml.snakeyaml.nodes.@Nullable Node root = yaml().compose(new StringReader(text));
      if (root == null || isNothing(root)) {
        return nothing;
      }
      if (convert(root, 0) instanceof Node.Mapping top) {
        return top;
      }
      problems.accept(
          Problem.at(position(root.getStartMark()), "the file must hold keys and values"));
    } catch (TooLarge e) {
      problems.accept(
          Problem.at(new Position(file, 0), "aliases or nesting make this file too large"));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      problems.accept(
          new Problem(file, line, "not readable as YAML: " + e.getProblem() + hint(text, line)));
    } catch (YAMLException e) {
      problems.accept(new Problem(file, 0, "not readable as YAML: " + e.getMessage()));
    }
    return nothing;
  }

  /** Braces of a reference end a section or list in braces. */
  private static String hint(String text, int line) {
    String at = line < 1 ? "" : text.lines().skip(line - 1L).findFirst().orElse("");
    Matcher reference = BARE_REFERENCE.matcher(at);
    return reference.find()
        ? "; within { } or [ ] a reference must be quoted: \"" + reference.group() + "\""
        : "";
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(50);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LARGEST_FILE);
    return new Yaml(new SafeConstructor(options));
  }

  private Node convert(org.yaml.snakeyaml.nodes.Node node, int depth) {
    // Aliases share nodes, and may even point back at an ancestor: both grow only here.
    if (++nodes > MOST_NODES || depth > DEEPEST) {
      throw new TooLarge();
    }
    Position at = position(node.getStartMark());
    return switch (node) {
      case MappingNode mapping -> new Node.Mapping(at, entries(mapping, depth));
      case SequenceNode sequence -> {
        List<Node> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(convert(item, depth + 1)));
        yield new Node.Sequence(at, items);
      }
      case ScalarNode scalar -> new Node.Scalar(at, scalar.getValue(), style(scalar));
      default -> throw new YAMLException("unexpected " + node.getNodeId());
    };
  }

  private Map<String, Node.Entry> entries(MappingNode mapping, int depth) {
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Position at = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.accept(Problem.at(at, "a key must be a single word"));
        continue;
      }
      Node.Entry entry = new Node.Entry(at, begunAt(at, convert(tuple.getValueNode(), depth + 1)));
      Node.Entry first = entries.putIfAbsent(key.getValue(), entry);
      if (first != null) {
        problems.accept(
            Problem.at(
                at,
                "the key %s is given twice, first in line %d; remove one"
                    .formatted(Words.quote(key.getValue()), first.keyAt().line())));
      }
    }
    return entries;
  }

  /** People look for a section or a list at its key, not at its first line. */
  private static Node begunAt(Position key, Node value) {
    return switch (value) {
      case Node.Mapping mapping -> new Node.Mapping(key, mapping.entries());
      case Node.Sequence list -> new Node.Sequence(key, list.items());
      case Node.Scalar scalar -> scalar;
    };
  }

  private static Node.Style style(ScalarNode scalar) {
    if (!scalar.isPlain()) {
      return Node.Style.QUOTED;
    }
    return isNothing(scalar) ? Node.Style.NOTHING : Node.Style.PLAIN;
  }

  private static boolean isNothing(org.yaml.snakeyaml.nodes.Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private Position position(Mark mark) {
    return new Position(file, mark.getLine() + 1);
  }

  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
