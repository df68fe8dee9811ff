package io.closedloop.core.diagnose;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.closedloop.core.config.YamlDocument.Mapping;
import io.closedloop.core.config.YamlDocument.Scalar;
import io.closedloop.core.config.YamlDocument.Sequence;
import io.closedloop.core.config.YamlDocument.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one signature as they stand in a file, on the way to a {@link Signature} that keeps
 * its own examples.
 */
final class SignatureFields {

  /** A signature that cannot be used. */
  static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;
    final int line;

    Invalid(int line, String message) {
      super(message);
      this.line = line;
    }
  }

  private static final Set<String> KEYS =
      Set.of(
          "id",
          "pattern",
          "literal",
          "command",
          "tool",
          "subcategory",
          "transient",
          "weight",
          "reads",
          "symptom",
          "captures",
          "silent_minutes",
          "positive",
          "negative",
          "source");

  private final Mapping fields;
  private String id = "?";

  SignatureFields(Mapping fields) {
    this.fields = fields;
  }

  /** The signature with all that stands beside it. */
  SignatureEntry entry(String category, String file) throws Invalid {
    var signature = signature(category);
    return new SignatureEntry(
        signature,
        file,
        fields.line(),
        sourceText("kind"),
        sourceText("what"),
        texts("positive"),
        texts("negative"));
  }

  Signature signature(String category) throws Invalid {
    id = required("id");
    for (var key : fields.entries().keySet()) {
      if (!KEYS.contains(key)) {
        throw invalid("unknown key \"" + key + "\"; known are " + new java.util.TreeSet<>(KEYS));
      }
    }
    var pattern = pattern();
    var reads = reads();
    var literals =
        reads == Signature.Reads.OUTPUT ? literals(pattern.pattern()) : List.<String>of();
    var signature =
        new Signature(
            id,
            category,
            required("subcategory"),
            optional("tool"),
            passes(),
            weight(),
            reads,
            fields.entries().containsKey("symptom") && yes("symptom"),
            pattern,
            literals,
            texts("command"),
            silentMinutes(),
            captures(pattern));
    source();
    examples(signature);
    return signature;
  }

  private Pattern pattern() throws Invalid {
    var text = required("pattern");
    var tooMuch = PatternSize.problem(text);
    if (tooMuch != null) {
      throw invalid(tooMuch);
    }
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw invalid("pattern is not an RE2 expression: " + e.getDescription() + " in " + text);
    }
  }

  private List<String> literals(String pattern) throws Invalid {
    var given = texts("literal");
    var literals = given.isEmpty() ? List.of(Literals.derive(pattern)) : given;
    for (var literal : literals) {
      if (literal.length() < Literals.SHORTEST) {
        throw invalid(
            "needs a text of "
                + Literals.SHORTEST
                + " characters or more that is in every match: give it as literal (it is \""
                + literal
                + "\" now)");
      }
    }
    return literals;
  }

  private int weight() throws Invalid {
    return number("weight", 100);
  }

  private int silentMinutes() throws Invalid {
    return fields.entries().containsKey("silent_minutes") ? number("silent_minutes", 1000) : 0;
  }

  private int number(String key, int most) throws Invalid {
    var text = required(key);
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw invalid("%s is a number from 1 to %d, not %s".formatted(key, most, text));
    }
    throw invalid("%s is from 1 to %d, not %s".formatted(key, most, text));
  }

  private List<String> captures(Pattern pattern) throws Invalid {
    var names = texts("captures");
    for (var name : names) {
      if (!pattern.namedGroups().containsKey(name)) {
        throw invalid("captures \"" + name + "\", but the pattern has no (?P<" + name + ">…)");
      }
    }
    return names;
  }

  private void source() throws Invalid {
    if (!(fields.entries().get("source") instanceof Mapping source)
        || !(source.entries().get("kind") instanceof Scalar kind)
        || !(source.entries().get("what") instanceof Scalar what)
        || !Set.of("run", "documentation").contains(kind.text())
        || what.text().isBlank()) {
      throw invalid(
          "source must say {kind: run, what: tool and version} or {kind: documentation, what:"
              + " title}");
    }
  }

  private String sourceText(String key) {
    return fields.entries().get("source") instanceof Mapping source
            && source.entries().get(key) instanceof Scalar text
        ? text.text()
        : "";
  }

  private void examples(Signature signature) throws Invalid {
    for (var line : atLeastOne("positive")) {
      if (signature.match(line) == null) {
        throw invalid("does not match its positive example: " + line);
      }
      var lower = line.toLowerCase(Locale.ROOT);
      if (signature.reads() == Signature.Reads.OUTPUT
          && signature.literals().stream()
              .noneMatch(l -> lower.contains(l.toLowerCase(Locale.ROOT)))) {
        throw invalid(
            "no literal of " + signature.literals() + " is in its positive example: " + line);
      }
    }
    for (var line : atLeastOne("negative")) {
      if (signature.match(line) != null) {
        throw invalid("matches its negative example: " + line);
      }
    }
  }

  private List<String> atLeastOne(String key) throws Invalid {
    var lines = texts(key);
    if (lines.isEmpty()) {
      throw invalid("has no " + key + " example");
    }
    return lines;
  }

  private Signature.Passes passes() throws Invalid {
    return switch (required("transient")) {
      case "yes", "true" -> Signature.Passes.YES;
      case "no", "false" -> Signature.Passes.NO;
      case "history" -> Signature.Passes.HISTORY;
      case String other -> throw invalid("transient is yes, no or history, not " + other);
    };
  }

  private Signature.Reads reads() throws Invalid {
    if (!fields.entries().containsKey("reads")) {
      return Signature.Reads.OUTPUT;
    }
    return switch (required("reads")) {
      case "output" -> Signature.Reads.OUTPUT;
      case "step" -> byPatternAlone("step", Signature.Reads.STEP);
      case "report" -> byPatternAlone("report", Signature.Reads.REPORT);
      case String other -> throw invalid("reads is output, step or report, not " + other);
    };
  }

  private Signature.Reads byPatternAlone(String word, Signature.Reads reads) throws Invalid {
    for (var key : List.of("literal", "command")) {
      if (fields.entries().containsKey(key)) {
        throw invalid(key + " has no meaning where reads is " + word + ": the pattern is all");
      }
    }
    return reads;
  }

  private boolean yes(String key) throws Invalid {
    return switch (required(key)) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      case String other -> throw invalid(key + " is yes or no, not " + other);
    };
  }

  private String required(String key) throws Invalid {
    var text = optional(key);
    if (text == null || text.isEmpty()) {
      throw invalid("has no " + key);
    }
    return text;
  }

  private @Nullable String optional(String key) throws Invalid {
    return switch (fields.entries().get(key)) {
      case null -> null;
      case Scalar scalar -> scalar.text();
      case Mapping other -> throw notText(key, other);
      case Sequence other -> throw notText(key, other);
    };
  }

  /** One text or a list of them. */
  private List<String> texts(String key) throws Invalid {
    var found = new ArrayList<String>();
    switch (fields.entries().get(key)) {
      case null -> {}
      case Scalar scalar -> found.add(scalar.text());
      case Mapping other -> throw notText(key, other);
      case Sequence sequence -> {
        for (var item : sequence.items()) {
          if (!(item instanceof Scalar scalar)) {
            throw notText(key, item);
          }
          found.add(scalar.text());
        }
      }
    }
    return found;
  }

  private Invalid notText(String key, Value value) {
    return new Invalid(value.line(), "signature " + id + ": " + key + " holds text");
  }

  private Invalid invalid(String message) {
    return new Invalid(fields.line(), "signature " + id + ": " + message);
  }
}
