package io.closedloop.core.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How two configurations differ: the keys alone, never a value.
 *
 * @param live keys whose change holds at once
 * @param restart keys whose change waits for a restart
 */
public record Difference(List<String> live, List<String> restart) {
  public Difference {
    live = List.copyOf(live);
    restart = List.copyOf(restart);
  }

  /**
   * From one loaded configuration to another; both without problems.
   *
   * @throws IllegalArgumentException when one has problems
   */
  public static Difference between(Loaded before, Loaded after) {
    Map<String, Object> old = values(before);
    Map<String, Object> fresh = values(after);
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(fresh.keySet());
    keys.removeIf(key -> Objects.equals(old.get(key), fresh.get(key)));
    return new Difference(
        keys.stream().filter(key -> !waits(key)).toList(),
        keys.stream().filter(Difference::waits).toList());
  }

  private static boolean waits(String key) {
    return InEffect.of(key).filter(Standing.AfterRestart.class::isInstance).isPresent();
  }

  private static Map<String, Object> values(Loaded loaded) {
    Config config = loaded.config();
    if (config == null) {
      throw new IllegalArgumentException("a configuration with problems cannot be compared");
    }
    return loaded.origins().values(config);
  }
}
