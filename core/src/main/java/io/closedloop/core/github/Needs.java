package io.closedloop.core.github;

import io.closedloop.api.Permission;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which permissions are needed, and by whom. */
public final class Needs {
  /** Nothing beyond what every App has. */
  static final Needs NONE = new Needs(Map.of());

  private static final List<String> LEVELS = List.of("read", "write", "admin");

  /** Who needs it, by GitHub's name and then the level. */
  private final Map<String, Map<String, Set<String>>> wanted = new TreeMap<>();

  /** These permissions, by the name of what needs them. */
  public Needs(Map<String, Set<Permission>> byName) {
    byName.forEach((who, permissions) ->
        permissions.forEach(permission ->
            wanted
                .computeIfAbsent(name(permission), _ -> new TreeMap<>())
                .computeIfAbsent(level(permission), _ -> new TreeSet<>())
                .add(who)));
  }

  /**
   * One that an installation was not given.
   *
   * @param permission GitHub's name and the level, for example {@code statuses: write}
   * @param neededBy names of plugin instances, or {@code closedloop} itself
   */
  public record Missing(String permission, List<String> neededBy) {}

  /** What is needed and was not granted, sorted. */
  List<Missing> missing(Map<String, String> granted) {
    return wanted.entrySet().stream()
        .flatMap(permission ->
            permission.getValue().entrySet().stream()
                .filter(level -> rank(granted.get(permission.getKey())) < rank(level.getKey()))
                .map(level ->
                    new Missing(
                        permission.getKey() + ": " + level.getKey(),
                        List.copyOf(level.getValue()))))
        .toList();
  }

  /** What is needed of that which was granted. */
  Map<String, String> within(Map<String, String> granted) {
    Map<String, String> narrowed = new TreeMap<>();
    wanted.forEach((permission, levels) -> {
      int most = levels.keySet().stream().mapToInt(Needs::rank).max().orElse(-1);
      int rank = Math.min(most, rank(granted.get(permission)));
      if (rank >= 0) {
        narrowed.put(permission, LEVELS.get(rank));
      }
    });
    return narrowed;
  }

  private static int rank(@Nullable String level) {
    return level == null ? -1 : LEVELS.indexOf(level);
  }

  private static String level(Permission permission) {
    return permission.name().endsWith("_WRITE") ? "write" : "read";
  }

  private static String name(Permission permission) {
    return switch (permission) {
      case VARIABLES_WRITE -> "actions_variables";
      default -> {
        String name = permission.name();
        yield name.substring(0, name.lastIndexOf('_')).toLowerCase(Locale.ROOT);
      }
    };
  }
}
