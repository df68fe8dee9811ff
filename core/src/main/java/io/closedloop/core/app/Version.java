package io.closedloop.core.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version this build carries.
 *
 * @param program version of the distribution
 * @param pluginApi level of the plugin API that a plugin's {@code Plugin-Requires} is checked
 *     against
 */
public record Version(String program, String pluginApi) {

  private static final String RESOURCE = "version.properties";

  /** Reads the version from the build's own resource. */
  public static Version ofThisBuild() {
    var properties = new Properties();
    try (var in = Version.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing beside Version.class: build with ./mvnw package");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " cannot be read from the core's jar", e);
    }
    return new Version(value(properties, "version"), value(properties, "plugin-api"));
  }

  private static String value(Properties properties, String key) {
    var value = properties.getProperty(key);
    if (value == null) {
      throw new IllegalStateException(RESOURCE + " has no \"" + key + "\"");
    }
    return value;
  }
}
