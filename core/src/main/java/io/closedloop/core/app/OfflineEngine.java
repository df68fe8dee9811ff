package io.closedloop.core.app;

import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The engine that {@code analyze} uses: the same plugins and signatures as the server's, with no
 * server.
 */
final class OfflineEngine {
  private OfflineEngine() {}

  /**
   * The engine, and all that was read for it; of the usual home where there is one, otherwise
   * nothing stays behind. Signatures with problems are named and left out.
   *
   * @throws IllegalStateException when settings or plugins have problems
   */
  static Bootstrap.Checked usable(
      Bootstrap bootstrap, Map<String, String> env, Bootstrap.Choice choice, PrintWriter err) {
    Bootstrap.Checked checked = check(bootstrap, env, choice);
    refuse(checked.early());
    leftOut(checked.engines().problems(), err);
    return checked;
  }

  /** Names what is wrong with signatures, which are left out. */
  static void leftOut(List<Problem> problems, PrintWriter err) {
    if (!problems.isEmpty()) {
      problems.forEach(err::println);
      err.println(
          Words.count(problems.size(), "problem", "problems")
              + " in signatures: what is named above is left out, the others hold.");
      err.flush();
    }
  }

  /** Settings, plugins and signatures; of a passing home where the one that is meant is none. */
  static Bootstrap.Checked check(
      Bootstrap bootstrap, Map<String, String> env, Bootstrap.Choice choice) {
    if (Files.isDirectory(Home.usual(env, choice.home()))) {
      return bootstrap.check(choice);
    }
    try {
      Path passing = Files.createTempDirectory("closedloop-analyze-");
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> remove(passing), "remove-temporary-home"));
      return bootstrap.check(
          new Bootstrap.Choice(
              passing, choice.config(), choice.environment(), choice.port(), choice.set()));
    } catch (IOException e) {
      throw new UncheckedIOException("no temporary folder can be made for the plugins", e);
    }
  }

  /** Throws when there are problems: nothing that is built upon them can be trusted. */
  static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new IllegalStateException(
          "the settings or plugins have problems; see \"closedloop config validate\": "
              + problems.getFirst());
    }
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
