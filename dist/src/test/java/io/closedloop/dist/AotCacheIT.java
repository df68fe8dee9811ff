package io.closedloop.dist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache of loaded classes: it makes starts faster, and nothing else about it is ever seen. */
class AotCacheIT {

  private static final Path DISTRIBUTION =
      Path.of(requireNonNull(System.getProperty("closedloop.distribution")));

  @TempDir Path folder;
  private Path app = Path.of("");
  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws Exception {
    var place = Files.createDirectories(folder.resolve("a place"));
    Ran.of(
        List.of("tar", "xzf", DISTRIBUTION + ".tar.gz", "-C", place.toString()), Map.of(), folder);
    app = place.resolve(DISTRIBUTION.getFileName());
    home = folder.resolve("home");
  }

  @Test
  void aCacheIsMadeWhereItCanBeAndABrokenOneIsPassedOver() throws Exception {
    var inTheWay = Files.writeString(app.resolve("cache"), "not a folder");

    assertThat(version("now").status()).isZero();

    assertThat(names(home.resolve("cache")))
        .as("one finished cache, and nothing left of its making")
        .singleElement()
        .asString()
        .matches("closedloop-[0-9-]+\\.aot");
    assertThat(inTheWay).isRegularFile();
    var cache = home.resolve("cache").resolve(names(home.resolve("cache")).getFirst());
    var made = Files.getLastModifiedTime(cache);
    assertThat(classesFromTheCache()).as("classes that came from the cache").isGreaterThan(100);

    assertSilent(version("now"));
    assertThat(Files.getLastModifiedTime(cache)).as("made once only").isEqualTo(made);

    byte[] whole = Files.readAllBytes(cache);
    Files.write(cache, Arrays.copyOf(whole, whole.length / 3));
    assertSilent(version(""));
    Files.writeString(cache, "garbage");
    assertSilent(version(""));
    Files.write(cache, new byte[0]);
    assertSilent(version(""));
    Files.delete(cache);
    Files.createDirectory(cache);
    assertSilent(version(""));

    Files.delete(cache);
    Files.write(cache, whole);
    var jar = app.resolve("lib").resolve(core());
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
    assertSilent(version(""));
    assertThat(classesFromTheCache()).as("of a cache for other jars").isZero();
  }

  @Test
  void switchedOffOrWithoutAPlaceThereIsNoneAndNobodyMinds() throws Exception {
    assertSilent(version("off"));
    assertThat(app.resolve("cache")).doesNotExist();
    assertThat(home.resolve("cache")).doesNotExist();

    Files.writeString(app.resolve("cache"), "not a folder");
    Files.writeString(home, "not a folder either");
    assertSilent(version("now"));
  }

  @Test
  void whatIsNoServerMakesNoCacheByItself() throws Exception {
    assertSilent(version(""));

    assertThat(names(app.resolve("cache"))).isEmpty();
  }

  private static void assertSilent(Ran ran) {
    assertThat(ran.errors()).isEmpty();
    assertThat(ran.output()).startsWith("closedloop ").hasLineCount(1);
    assertThat(ran.status()).isZero();
  }

  private String core() throws IOException {
    return names(app.resolve("lib")).stream()
        .filter(name -> name.startsWith("closedloop-core-"))
        .findFirst()
        .orElseThrow();
  }

  private long classesFromTheCache() throws Exception {
    var loaded = folder.resolve("loaded");
    version("", Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded));
    try (var lines = Files.lines(loaded)) {
      return lines
          .filter(it -> it.contains(" io.closedloop.") && it.contains("shared objects file"))
          .count();
    }
  }

  private Ran version(String aot) throws Exception {
    return version(aot, Map.of());
  }

  private Ran version(String aot, Map<String, String> more) throws Exception {
    var environment = new HashMap<>(more);
    environment.put("CLOSEDLOOP_AOT", aot);
    environment.put("CLOSEDLOOP_HOME", home.toString());
    return Ran.of(
        List.of(app.resolve("bin/closedloop").toString(), "version"), environment, folder);
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }
}
