package io.closedloop.core.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where plugins are found.
 *
 * @param pluginFolders looked through for jars, not into their folders; those that do not exist are
 *     skipped
 * @param workFolder holds the copies that classes are loaded from; belongs to the host alone
 * @param patience how long a plugin may take to start, and to make one instance
 */
public record PluginHostOptions(List<Path> pluginFolders, Path workFolder, Duration patience) {
  public PluginHostOptions {
    pluginFolders = List.copyOf(pluginFolders);
  }

  /** Ten seconds of patience. */
  public PluginHostOptions(List<Path> pluginFolders, Path workFolder) {
    this(pluginFolders, workFolder, Duration.ofSeconds(10));
  }
}
