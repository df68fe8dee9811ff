package io.closedloop.core.diagnose;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The signatures of the category plugins beside this module. */
final class ShippedSignatures {
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

  static SignatureSource source(String category) {
    var file =
        Path.of("../plugins/categories")
            .resolve(FILES.get(category))
            .resolve("src/main/resources/io/closedloop/category")
            .resolve(category.replace("_", ""))
            .resolve("signatures.yml");
    return new SignatureSource(file.toString(), null, () -> Files.newInputStream(file));
  }

  static DiagnosisEngine engine() {
    var all = FILES.keySet().stream().sorted().map(ShippedSignatures::source).toList();
    var loaded = SignatureLoader.load(all, FILES.keySet());
    return new DiagnosisEngine(
        loaded.signatures(), DiagnosisEngine.DEFAULT_MINIMUM_CONFIDENCE, Refiner.NONE);
  }

  private ShippedSignatures() {}
}
