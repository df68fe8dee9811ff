package io.closedloop.core.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where this program lies.
 *
 * @param distribution the unpacked distribution; null when run from bare classes, as tests do
 * @param checkout the clone that it was built in; null when there is none
 */
public record Place(@Nullable Path distribution, @Nullable Path checkout) {

  /** As the launcher says by system properties. */
  static Place ofThisProcess() {
    return new Place(property("closedloop.distribution"), property("closedloop.clone"));
  }

  private static @Nullable Path property(String name) {
    String value = System.getProperty(name);
    return value == null || value.isBlank() ? null : Path.of(value);
  }

  /**
   * Where plugin jars are looked for: those shipped, the operator's, and those laid into a clone's
   * {@code plugins/}.
   */
  List<Path> pluginFolders(Home home) {
    List<Path> folders = new ArrayList<>();
    if (distribution != null) {
      folders.add(distribution.resolve("plugins"));
    }
    folders.add(home.plugins());
    if (checkout != null) {
      folders.add(checkout.resolve("plugins"));
    }
    return folders;
  }

  Path tools() {
    return (distribution == null ? Path.of("dist") : distribution).resolve("tools");
  }

  /** Signature files of operators: the distribution's {@code conf/signatures} and the home's. */
  List<Path> signatureFolders(@Nullable Home home) {
    List<Path> folders = new ArrayList<>();
    if (distribution != null) {
      folders.add(distribution.resolve("conf").resolve("signatures"));
    }
    if (home != null) {
      folders.add(home.signatures());
    }
    return folders;
  }

  /**
   * The settings that hold: the file named, else the home's, else the distribution's; none is fine.
   */
  List<Path> configFiles(@Nullable Path named, Home home) {
    if (named != null) {
      return List.of(named);
    }
    if (Files.exists(home.configuration())) {
      return List.of(home.configuration());
    }
    Path shipped = shippedSettings();
    return shipped != null && Files.exists(shipped) ? List.of(shipped) : List.of();
  }

  /** Where the distribution's own settings are; null when there is no distribution. */
  @Nullable Path shippedSettings() {
    return distribution == null ? null : distribution.resolve("conf").resolve("closedloop.yml");
  }
}
