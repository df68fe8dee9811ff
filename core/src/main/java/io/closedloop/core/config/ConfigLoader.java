package io.closedloop.core.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads configuration files into a {@link Config}, and finds everything that is wrong with them in
 * one go.
 */
public final class ConfigLoader {
  private static final String ENVIRONMENTS = "environments";

  private static final Node.Mapping DEFAULTS = defaults();

  /** Loads what the request names over the shipped defaults. */
  public Loaded load(LoadRequest request) {
    return load(request, new Secrets());
  }

  /**
   * The same, adding to secrets that are known already.
   *
   * @param secrets those of the running server, so that it goes on masking the old ones
   */
  public Loaded load(LoadRequest request, Secrets secrets) {
    Set<Problem> problems = new LinkedHashSet<>();
    Resolver resolver = new Resolver(request.env());
    Node.Mapping written = Node.emptyMapping(new Position(Position.SHIPPED, 0));
    for (Path file : request.files()) {
      written = written.under(read(file, problems));
    }
    Node.Mapping merged = DEFAULTS.under(written);
    Map<String, Node.Mapping> environments = environments(merged, problems);
    Node.Mapping base = merged.without(ENVIRONMENTS);
    Node.Mapping chosen = choose(request.environment(), base, environments, problems);
    Node.Mapping effective = chosen.under(Overrides.of(request.overrides(), problems::add));
    // beside the rest, since a start waits for this
    CompletableFuture<List<Overlaid>> overlaid =
        CompletableFuture.supplyAsync(() ->
            environments.entrySet().stream()
                .map(overlay ->
                    overlaid(
                        overlay,
                        base,
                        base.under(overlay.getValue()).unlike(effective),
                        request,
                        resolver,
                        secrets))
                .toList());

    @Nullable Config config =
        new Binder(resolver, secrets, true, problems::add).bind(Config.class, effective, "", false);
    knownIntegrations(effective, DEFAULTS, problems);
    DefaultMode.check(
        part("automation", Automation.class, effective, resolver, secrets),
        effective,
        problems::add);
    NamedUses names = new NamedUses(resolver).add(DEFAULTS.without(ENVIRONMENTS)).add(effective);
    List<Note> notes = new ArrayList<>(notes(written, effective, config));
    for (Overlaid each : overlaid.join()) {
      problems.addAll(each.problems());
      notes.addAll(each.notes());
      names.add(each.names());
    }
    return new Loaded(
        problems.isEmpty() ? config : null,
        plugins(config, effective, resolver, secrets),
        names.found(),
        List.copyOf(problems),
        notes,
        new Origins(effective, layer(request.environment(), environments), secrets),
        secrets);
  }

  /** What is wrong in an environment, and what it names. */
  private record Overlaid(List<Problem> problems, List<Note> notes, NamedUses names) {}

  /**
   * Every environment is checked, so that no slip waits there for the day it is needed.
   *
   * @param base what it is laid over
   * @param parts what is otherwise than in the chosen settings: each top-level part is judged by
   *     itself
   */
  private static Overlaid overlaid(
      Map.Entry<String, Node.Mapping> overlay,
      Node.Mapping base,
      Node.Mapping parts,
      LoadRequest request,
      Resolver resolver,
      Secrets secrets) {
    List<Problem> problems = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    keepLists(base, overlay.getValue(), "environments." + overlay.getKey(), problems);
    boolean other = !overlay.getKey().equals(request.environment());
    var _ = new Binder(resolver, secrets, true, problems::add).bind(Config.class, parts, "", other);
    DefaultMode.check(
        part("automation", Automation.class, parts, resolver, secrets), parts, problems::add);
    if (other) {
      new References(resolver, overlay.getKey(), problems::add, notes::add)
          .check(overlay.getValue());
    }
    return new Overlaid(problems, notes, new NamedUses(resolver).add(parts));
  }

  /** A section laid over a list that somebody wrote would drop its entries without a word. */
  private static void keepLists(
      Node.Mapping below, Node.Mapping over, String path, List<Problem> problems) {
    over.entries()
        .forEach((key, entry) -> {
          Node.@Nullable Entry low = below.entries().get(key);
          if (low == null || !(entry.value() instanceof Node.Mapping section)) {
            return;
          }
          if (low.value() instanceof Node.Mapping deeper) {
            keepLists(deeper, section, path + "." + key, problems);
          } else if (low.value() instanceof Node.Sequence(Position at, List<Node> items)
              && !items.isEmpty()
              && !at.shipped()) {
            problems.add(
                Problem.at(
                    entry.keyAt(),
                    "%s.%s is a section, and would drop all of the list at %s; write that list as a section too"
                        .formatted(path, key, at)));
          }
        });
  }

  private static List<Note> notes(
      Node.Mapping written, Node.Mapping effective, @Nullable Config config) {
    List<Note> notes = new ArrayList<>(InEffect.notes(written));
    if (config != null) {
      notes.addAll(NarrowerWins.notes(config, new Origins(effective, null, new Secrets())));
    }
    return notes;
  }

  private static Origins.@Nullable Layer layer(
      @Nullable String name, Map<String, Node.Mapping> environments) {
    Node.@Nullable Mapping overlay = name == null ? null : environments.get(name);
    return name == null || overlay == null ? null : new Origins.Layer(name, overlay);
  }

  /** The configuration as it is without any file or environment. */
  public Config shipped() {
    @Nullable Config config =
        new Binder(new Resolver(Map.of()), new Secrets(), true, ConfigLoader::brokenBuild)
            .bind(Config.class, DEFAULTS.without(ENVIRONMENTS), "", false);
    if (config == null) {
      throw new IllegalStateException("the shipped defaults do not bind; this build is broken");
    }
    return config;
  }

  private static Plugins plugins(
      @Nullable Config config, Node.Mapping effective, Resolver resolver, Secrets secrets) {
    @Nullable Plugins bound =
        config == null
            ? part("plugins", Plugins.class, effective, resolver, secrets)
            : config.plugins();
    return bound == null ? Plugins.DEFAULT : bound;
  }

  /** One part, whatever is wrong with others; null when it is bad itself, or not there. */
  private static <R extends Record> @Nullable R part(
      String key, Class<R> type, Node.Mapping whole, Resolver resolver, Secrets secrets) {
    Node.@Nullable Entry section = whole.entries().get(key);
    // What is wrong with it was reported with the whole.
    return section == null
        ? null
        : new Binder(resolver, secrets, true, problem -> {})
            .bind(type, section.value(), key, false);
  }

  private static void brokenBuild(Problem problem) {
    throw new IllegalStateException("the shipped defaults are broken: " + problem);
  }

  private static Node.Mapping defaults() {
    try (InputStream in = ConfigLoader.class.getResourceAsStream("defaults.yml")) {
      if (in == null) {
        throw new IllegalStateException("defaults.yml is missing beside " + ConfigLoader.class);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new YamlReader(Position.SHIPPED, ConfigLoader::brokenBuild).read(text);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read the shipped defaults", e);
    }
  }

  private static Node.Mapping read(Path file, Set<Problem> problems) {
    Node.Mapping nothing = Node.emptyMapping(new Position(file.toString(), 0));
    try {
      if (Files.size(file) > YamlReader.LARGEST_FILE) {
        problems.add(
            Problem.with(
                file,
                "larger than %d bytes, which is no configuration"
                    .formatted(YamlReader.LARGEST_FILE)));
        return nothing;
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      return new YamlReader(file.toString(), problems::add).read(text);
    } catch (CharacterCodingException e) {
      problems.add(Problem.with(file, "not text in UTF-8; save it in that encoding"));
    } catch (IOException e) {
      problems.add(
          Problem.with(
              file,
              "cannot be read (%s); check that it exists and may be read"
                  .formatted(e.getClass().getSimpleName())));
    }
    return nothing;
  }

  private static Map<String, Node.Mapping> environments(
      Node.Mapping merged, Set<Problem> problems) {
    Map<String, Node.Mapping> found = new LinkedHashMap<>();
    Node.@Nullable Entry all = merged.entries().get(ENVIRONMENTS);
    if (all != null && all.value() instanceof Node.Mapping names) {
      names
          .entries()
          .forEach((name, entry) -> {
            if (entry.value() instanceof Node.Mapping overlay) {
              found.put(name, overlay);
            } else {
              problems.add(
                  Problem.at(entry.keyAt(), "environments." + name + " must be a section of keys"));
            }
          });
    } else if (all != null) {
      problems.add(Problem.at(all.keyAt(), "environments must be a section of names"));
    }
    return found;
  }

  private static Node.Mapping choose(
      @Nullable String name,
      Node.Mapping base,
      Map<String, Node.Mapping> environments,
      Set<Problem> problems) {
    if (name == null) {
      return base;
    }
    Node.@Nullable Mapping overlay = environments.get(name);
    if (overlay == null) {
      problems.add(
          new Problem(
              "--env or CLOSEDLOOP_ENV",
              0,
              "there is no environment %s; %s"
                  .formatted(Words.quote(name), Words.suggest(name, environments.keySet()))));
      return base;
    }
    return base.under(overlay);
  }

  private static void knownIntegrations(
      Node.Mapping written, Node.Mapping shipped, Set<Problem> problems) {
    Map<String, Node.Entry> known = integrations(shipped);
    integrations(written)
        .forEach((name, entry) -> {
          if (!known.containsKey(name)) {
            problems.add(
                Problem.at(
                    entry.keyAt(),
                    "unknown key %s in advanced.integrations; %s"
                        .formatted(Words.quote(name), Words.suggest(name, known.keySet()))));
          }
        });
  }

  private static Map<String, Node.Entry> integrations(Node.Mapping root) {
    return root.entries().get("advanced") instanceof Node.Entry(Position _, Node.Mapping advanced)
            && advanced.entries().get("integrations")
                instanceof Node.Entry(Position _, Node.Mapping integrations)
        ? integrations.entries()
        : Map.of();
  }
}
