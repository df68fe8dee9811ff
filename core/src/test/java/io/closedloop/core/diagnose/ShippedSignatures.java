package io.closedloop.core.diagnose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The signatures of the category plugins beside this module. */
public final class ShippedSignatures {
  static final Map<String, String> FILES =
      Map.of(
          "quality_gates", "quality-gates",
          "security", "security",
          "performance", "performance",
          "dependencies", "dependencies",
          "testing", "testing",
          "build_deploy", "build-deploy",
          "infrastructure", "infrastructure",
          "general", "general");

  static final Path PLUGINS = Path.of("../plugins/categories");

  static List<Path> files(String category) {
    var folder =
        PLUGINS
            .resolve(FILES.get(category))
            .resolve("src/main/resources/io/closedloop/category")
            .resolve(category.replace("_", ""));
    try (var found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<SignatureSource> sources(String category) {
    return files(category).stream()
        .map(file -> new SignatureSource(file.toString(), null, () -> Files.newInputStream(file)))
        .toList();
  }

  /** An engine over all of them. */
  public static DiagnosisEngine engine() {
    var all = FILES.keySet().stream().sorted().flatMap(name -> sources(name).stream()).toList();
    var loaded = SignatureLoader.load(all, FILES.keySet());
    return new DiagnosisEngine(
        loaded.signatures(),
        DiagnosisEngine.DEFAULT_MINIMUM_CONFIDENCE,
        Refiner.NONE,
        Set.of("infrastructure"));
  }

  private ShippedSignatures() {}
}
