package io.closedloop.sandbox.scenario;

import io.closedloop.sandbox.scenario.Scenario.Circumstance;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A scenario's {@code scenario.yml} and the folders beside it: {@code main} as the repository
 * begins, {@code change} as the pull request changes it, {@code push} as somebody mends it. With
 * {@code like: OTHER} these are those of another scenario.
 */
final class ScenarioFile {
  private final String id;
  private final Map<?, ?> file;
  private final String source;
  private final Map<?, ?> lists;

  private ScenarioFile(String id) {
    this.id = id;
    this.file = load(id);
    Object like = file.get("like");
    this.source = like == null ? id : like.toString();
    this.lists = like == null ? file : load(source);
  }

  static Scenario read(String id) {
    return new ScenarioFile(id).scenario();
  }

  private Scenario scenario() {
    Map<?, ?> pull = (Map<?, ?>) require(file, "pull_request");
    Map<?, ?> expected = (Map<?, ?>) require(file, "expect");
    Object action = expected.get("action");
    return new Scenario(
        id,
        text(file, "title"),
        files("main"),
        new Scenario.Start(
            text(pull, "branch"), text(pull, "title"), text(pull, "author"), files("change")),
        new Scenario.Course(
            circumstances(),
            texts(lists, "push").isEmpty() ? Map.of() : files("push"),
            texts(file, "needs")),
        new Scenario.Expectation(
            Scenario.End.valueOf(text(expected, "end").toUpperCase(Locale.ROOT)),
            action == null ? null : action.toString(),
            text(expected, "diagnosis")));
  }

  private Set<Circumstance> circumstances() {
    Set<Circumstance> found = EnumSet.noneOf(Circumstance.class);
    for (String name : texts(file, "circumstances")) {
      found.add(Circumstance.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return found;
  }

  private Map<String, String> files(String folder) {
    Map<String, String> files = new LinkedHashMap<>();
    for (String path : texts(lists, folder)) {
      files.put(path, resource(source + "/" + folder + "/" + path));
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("scenarios/" + source + " names no files in " + folder);
    }
    return files;
  }

  private static Map<?, ?> load(String id) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    return yaml.load(resource(id + "/scenario.yml"));
  }

  private Object require(Map<?, ?> map, String key) {
    @Nullable Object value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("scenarios/" + id + "/scenario.yml has no " + key);
    }
    return value;
  }

  private String text(Map<?, ?> map, String key) {
    return require(map, key).toString();
  }

  private static List<String> texts(Map<?, ?> map, String key) {
    return map.get(key) instanceof List<?> items
        ? items.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static String resource(String name) {
    try (InputStream in = ScenarioFile.class.getResourceAsStream("/scenarios/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks scenarios/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
