package io.closedloop.core.diagnose;

import io.closedloop.core.config.YamlDocument;
import io.closedloop.core.config.YamlDocument.Mapping;
import io.closedloop.core.config.YamlDocument.Scalar;
import io.closedloop.core.config.YamlDocument.Sequence;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads signature files. What is wrong in them is collected; one bad signature does not keep the
 * others away.
 */
public final class SignatureLoader {

  /** What could be read, and what could not and why. */
  public record Loaded(List<SignatureEntry> entries, List<SignatureProblem> problems) {
    public Loaded {
      entries = List.copyOf(entries);
      problems = List.copyOf(problems);
    }

    /** What the entries match by. */
    public List<Signature> signatures() {
      return entries.stream().map(SignatureEntry::signature).toList();
    }
  }

  private final Set<String> categories;
  private final List<SignatureEntry> entries = new ArrayList<>();
  private final List<SignatureProblem> problems = new ArrayList<>();
  private final Map<String, String> taken = new HashMap<>();

  private SignatureLoader(Set<String> categories) {
    this.categories = categories;
  }

  /**
   * Reads all files.
   *
   * @param categories the instance names that an operator's file may speak for
   */
  public static Loaded load(List<SignatureSource> sources, Set<String> categories) {
    var loader = new SignatureLoader(categories);
    sources.forEach(loader::file);
    return new Loaded(loader.entries, loader.problems);
  }

  private void file(SignatureSource source) {
    try (var reader = new InputStreamReader(source.content().open(), StandardCharsets.UTF_8)) {
      if (YamlDocument.read(reader) instanceof Mapping root) {
        entries(source, root);
      } else {
        problem(source, 1, "expected the keys category and signatures");
      }
    } catch (YamlDocument.Malformed e) {
      problem(source, e.line(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      problem(source, 1, "cannot be read: " + e.getMessage());
    }
  }

  private void entries(SignatureSource source, Mapping root) {
    var category = source.category();
    if (category == null) {
      if (root.entries().get("category") instanceof Scalar named
          && categories.contains(named.text())) {
        category = named.text();
      } else {
        problem(
            source, root.line(), "category must be one of " + new java.util.TreeSet<>(categories));
        return;
      }
    }
    for (var key : root.entries().keySet()) {
      if (!Set.of("category", "signatures").contains(key)) {
        problem(
            source, root.line(), "unknown key \"" + key + "\"; known are category and signatures");
      }
    }
    if (!(root.entries().get("signatures") instanceof Sequence list)) {
      problem(source, root.line(), "signatures must be a list");
      return;
    }
    for (var item : list.items()) {
      try {
        if (!(item instanceof Mapping fields)) {
          throw new SignatureFields.Invalid(item.line(), "a signature is a set of keys");
        }
        var entry = new SignatureFields(fields).entry(category, source.name());
        var signature = entry.signature();
        var first =
            taken.putIfAbsent(category + "/" + signature.id(), source.name() + ":" + item.line());
        if (first != null) {
          throw new SignatureFields.Invalid(
              item.line(),
              "id \"%s\" is used twice in category %s; the first stands at %s"
                  .formatted(signature.id(), category, first));
        }
        entries.add(entry);
      } catch (SignatureFields.Invalid e) {
        problem(source, e.line, String.valueOf(e.getMessage()));
      }
    }
  }

  private void problem(SignatureSource source, int line, String message) {
    problems.add(new SignatureProblem(source.name(), line, message));
  }
}
