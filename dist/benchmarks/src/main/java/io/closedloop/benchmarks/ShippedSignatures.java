package io.closedloop.benchmarks;

import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.diagnose.SignatureLoader;
import io.closedloop.core.diagnose.SignatureSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The signatures of all category plugins in a distribution. */
final class ShippedSignatures {
  private ShippedSignatures() {}

  static List<Signature> of(Path distribution) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(distribution.resolve("plugins"))) {
      jars = files.filter(jar -> jar.getFileName().toString().contains("-category-")).toList();
    }
    List<SignatureSource> sources = new ArrayList<>();
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry entry : zip.stream().filter(ShippedSignatures::signatures).toList()) {
          byte[] yaml;
          try (InputStream in = zip.getInputStream(entry)) {
            yaml = in.readAllBytes();
          }
          String name = jar.getFileName().toString();
          sources.add(
              new SignatureSource(
                  name + "!" + entry.getName(), name, () -> new ByteArrayInputStream(yaml)));
        }
      }
    }
    SignatureLoader.Loaded loaded = SignatureLoader.load(sources, Set.of());
    if (loaded.signatures().isEmpty()) {
      throw new IllegalStateException(
          "no signatures in %s: %s".formatted(distribution, loaded.problems()));
    }
    return loaded.signatures();
  }

  private static boolean signatures(ZipEntry entry) {
    return entry.getName().endsWith(".yml") && !entry.getName().startsWith("META-INF/");
  }
}
