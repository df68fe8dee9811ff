package io.closedloop.sandbox.scenario;

import io.closedloop.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The scenarios that come with the sandbox, read from its resources. */
public final class Scenarios {
  private static final List<String> IDS =
      List.of("java-formatting", "trailing-space", "network", "failing-test", "still-red");

  private Scenarios() {}

  /** The variables that the scenarios' checks need: two jars and the address of the registry. */
  public static final List<String> ENVIRONMENT = List.of("GJF_JAR", "JUNIT_JAR", "REGISTRY_URL");

  /** A scenario under way. */
  public record Begun(Scenario scenario, int pullRequest, String head) {}

  public static List<Scenario> all() {
    return IDS.stream().map(Scenarios::read).toList();
  }

  /** Creates the repository and opens the pull request, whose check then fails. */
  public static Begun begin(Sandbox sandbox, Scenario scenario) {
    Scenario.Start start = scenario.start();
    String repository = scenario.repository();
    sandbox.createRepository(repository, scenario.files());
    String head =
        sandbox.push(repository, start.branch(), start.changes(), start.author(), start.title());
    int number =
        sandbox.openPullRequest(repository, start.branch(), "main", start.title(), start.author());
    return new Begun(scenario, number, head);
  }

  private static Scenario read(String id) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    Map<?, ?> file = yaml.load(resource(id + "/scenario.yml"));
    Map<?, ?> pull = (Map<?, ?>) require(file, "pull_request");
    Map<?, ?> expected = (Map<?, ?>) require(file, "expect");
    Object action = expected.get("action");
    return new Scenario(
        id,
        text(file, "title"),
        files(id, "main", (List<?>) require(file, "main")),
        new Scenario.Start(
            text(pull, "branch"),
            text(pull, "title"),
            text(pull, "author"),
            files(id, "change", (List<?>) require(file, "change")),
            "down".equals(file.get("registry"))),
        new Scenario.Expectation(
            Scenario.End.valueOf(text(expected, "end").toUpperCase(Locale.ROOT)),
            action == null ? null : action.toString()));
  }

  private static Object require(Map<?, ?> map, String key) {
    @Nullable Object value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("a scenario.yml has no " + key);
    }
    return value;
  }

  private static String text(Map<?, ?> map, String key) {
    return require(map, key).toString();
  }

  private static Map<String, String> files(String id, String folder, List<?> paths) {
    Map<String, String> files = new LinkedHashMap<>();
    for (Object path : paths) {
      files.put(path.toString(), resource(id + "/" + folder + "/" + path));
    }
    return files;
  }

  private static String resource(String name) {
    try (InputStream in = Scenarios.class.getResourceAsStream("/scenarios/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks scenarios/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
