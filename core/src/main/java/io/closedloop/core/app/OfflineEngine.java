package io.closedloop.core.app;

import io.closedloop.core.diagnose.DiagnosisEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine that {@code analyze} uses: the same plugins and signatures as the server's, with no
 * server.
 */
final class OfflineEngine {
  private OfflineEngine() {}

  /** Of the usual home where there is one; otherwise nothing stays behind. */
  static DiagnosisEngine of(Bootstrap bootstrap, Map<String, String> env) {
    return checked(bootstrap, env).engines().engine();
  }

  /** The engine, and all that was read for it, without problems. */
  static Bootstrap.Checked checked(Bootstrap bootstrap, Map<String, String> env) {
    if (Files.isDirectory(Home.usual(env, null))) {
      return checked(bootstrap, (Path) null);
    }
    try {
      Path passing = Files.createTempDirectory("closedloop-analyze-");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> remove(passing), "remove-temporary-home"));
      return checked(bootstrap, passing);
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made for the plugins", e);
    }
  }

  private static Bootstrap.Checked checked(Bootstrap bootstrap, @Nullable Path home) {
    Bootstrap.Checked checked =
        bootstrap.check(new Bootstrap.Choice(home, null, null, null, Map.of()));
    if (!checked.problems().isEmpty()) {
      throw new IllegalStateException(
          "the settings, plugins or signatures have problems; see \"closedloop config validate\": "
              + checked.problems().getFirst());
    }
    return checked;
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " stays behind", e);
    }
  }
}
