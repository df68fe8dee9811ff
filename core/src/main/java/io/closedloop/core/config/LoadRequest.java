package io.closedloop.core.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to load.
 *
 * @param files later ones are laid over earlier ones
 * @param environment the named part that is laid over the rest; null for none
 * @param env the process environment, for {@code ${env:NAME}}
 * @param overrides values by dotted key that win over every file, as a command line gives them
 */
public record LoadRequest(
    List<Path> files,
    @Nullable String environment,
    Map<String, String> env,
    Map<String, Given> overrides) {

  public LoadRequest {
    files = List.copyOf(files);
    env = Map.copyOf(env);
    overrides = Map.copyOf(overrides);
  }

  /**
   * A value that wins over every file.
   *
   * @param text as YAML would have it
   * @param source where it comes from, for people: an option or a variable
   */
  public record Given(String text, String source) {
    @Override
    public String toString() {
      return "Given[" + source + "]";
    }
  }

  /** A request without overrides. */
  public LoadRequest(List<Path> files, @Nullable String environment, Map<String, String> env) {
    this(files, environment, env, Map.of());
  }

  @Override
  public String toString() {
    return "LoadRequest[files=" + files + ", environment=" + environment + "]";
  }
}
