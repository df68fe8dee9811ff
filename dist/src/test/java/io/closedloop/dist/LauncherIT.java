package io.closedloop.dist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/closedloop} promises: it runs from anywhere and says plainly what it lacks. */
class LauncherIT {

  private static final Path DISTRIBUTION =
      Path.of(requireNonNull(System.getProperty("closedloop.distribution")));

  @TempDir Path folder;

  @Test
  void theArchiveRunsWhereverItIsUnpacked() throws Exception {
    var place = Files.createDirectories(folder.resolve("a place with spaces & $signs"));
    run(List.of("tar", "xzf", DISTRIBUTION + ".tar.gz", "-C", place.toString()), Map.of());

    var ran = launch(place.resolve(DISTRIBUTION.getFileName()).resolve("bin/closedloop"), Map.of());

    assertThat(ran.status()).isZero();
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.output()).startsWith("closedloop " + version() + " (");
  }

  @Test
  void aSymbolicLinkFindsItsDistribution() throws Exception {
    var first = Files.createSymbolicLink(folder.resolve("first"), launcher());
    var second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

    assertThat(launch(second, Map.of()).output()).startsWith("closedloop " + version());
    assertThat(launch(first, Map.of()).status()).isZero();
  }

  @Test
  void aJavaTooOldIsRefusedWithItsName() throws Exception {
    var old = Files.createDirectories(folder.resolve("jdk-17"));
    Files.createDirectories(old.resolve("bin"));
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    assertThat(Files.createFile(old.resolve("bin/java")).toFile().setExecutable(true)).isTrue();

    var ran = launch(launcher(), Map.of("CLOSEDLOOP_JAVA", old.toString()));

    assertThat(ran.status()).isEqualTo(69);
    assertThat(ran.errors()).contains(old.toString()).contains("25");
  }

  @Test
  void theDistributionHoldsWhatItsFoldersPromise() throws Exception {
    assertThat(namesIn("lib")).anyMatch(name -> name.startsWith("closedloop-core-"));
    assertThat(namesIn("lib")).noneMatch(name -> name.matches("(closedloop-sandbox|junit).*"));
    assertThat(namesIn("plugins")).isNotEmpty().allMatch(name -> name.startsWith("closedloop-"));
    assertThat(namesIn("tools")).containsExactly("google-java-format.jar");
    assertThat(namesIn("sandbox/tools")).containsExactly("junit-platform-console-standalone.jar");
    assertThat(namesIn("sdk")).hasSize(2);
  }

  @Test
  void everySignatureThatIsShippedWasReadByTheBuild() throws Exception {
    String sealed = Files.readString(DISTRIBUTION.resolve("lib/signatures.sha256"));
    List<String> shipped = new ArrayList<>();
    for (String plugin : namesIn("plugins")) {
      try (JarFile jar = new JarFile(DISTRIBUTION.resolve("plugins/" + plugin).toFile())) {
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
          if (entry.getName().endsWith(".yml")) {
            byte[] content = jar.getInputStream(entry).readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            shipped.add(HexFormat.of().formatHex(digest));
          }
        }
      }
    }
    assertThat(shipped).hasSizeGreaterThan(8).allMatch(sealed::contains);
  }

  private static Path launcher() {
    return DISTRIBUTION.resolve("bin/closedloop");
  }

  private static String version() {
    return DISTRIBUTION.getFileName().toString().substring("closedloop-".length());
  }

  private static List<String> namesIn(String part) throws IOException {
    try (var files = Files.list(DISTRIBUTION.resolve(part))) {
      return files.map(it -> it.getFileName().toString()).toList();
    }
  }

  private Ran launch(Path launcher, Map<String, String> environment) throws Exception {
    return run(List.of(launcher.toString(), "version"), environment);
  }

  private Ran run(List<String> command, Map<String, String> environment) throws Exception {
    return Ran.of(command, environment, folder);
  }
}
