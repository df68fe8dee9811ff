package io.closedloop.core.config;

import java.io.Reader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

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
    try {
      return new Reading(new ParserImpl(new StreamReader(text), new LoaderOptions())).document();
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      throw new Malformed(mark == null ? 1 : mark.getLine() + 1, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new Malformed(1, "not YAML: " + e.getMessage());
    }
  }

  /**
   * The parser's events as values. Its own way from there, nodes whose tags are guessed by
   * patterns, doubles the time that all signatures take at a start.
   */
  private record Reading(Parser events) {
    private static final int DEEPEST = 50;

    Value document() throws Malformed {
      events.getEvent(); // the stream begins
      if (events.checkEvent(Event.ID.StreamEnd)) {
        throw new Malformed(1, "the file is empty");
      }
      events.getEvent(); // the document begins
      var root = value(0);
      events.getEvent(); // it ends
      if (!events.checkEvent(Event.ID.StreamEnd)) {
        throw new Malformed(
            line(events.peekEvent()), "not YAML: a second document begins, and one is expected");
      }
      return root;
    }

    private Value value(int depth) throws Malformed {
      var event = events.getEvent();
      int line = line(event);
      if (depth > DEEPEST) {
        throw new Malformed(line, "nested too deeply");
      }
      return switch (event) {
        case ScalarEvent scalar -> new Scalar(line, scalar.getValue());
        case SequenceStartEvent _ -> {
          var items = new ArrayList<Value>();
          while (!events.checkEvent(Event.ID.SequenceEnd)) {
            items.add(value(depth + 1));
          }
          events.getEvent();
          yield new Sequence(line, items);
        }
        case MappingStartEvent _ -> {
          var entries = new LinkedHashMap<String, Value>();
          while (!events.checkEvent(Event.ID.MappingEnd)) {
            var key = value(depth + 1);
            if (!(key instanceof Scalar(int keyLine, String name))) {
              throw new Malformed(key.line(), "a key is a plain word");
            }
            if (entries.put(name, value(depth + 1)) != null) {
              throw new Malformed(keyLine, "\"" + name + "\" stands here twice");
            }
          }
          events.getEvent();
          yield new Mapping(line, entries);
        }
        case AliasEvent _ ->
            throw new Malformed(line, "an alias (*name) is not accepted: write the value out");
        default -> throw new Malformed(line, "a " + event.getEventId() + " is not accepted here");
      };
    }

    private static int line(Event event) {
      return event.getStartMark().getLine() + 1;
    }
  }
}
