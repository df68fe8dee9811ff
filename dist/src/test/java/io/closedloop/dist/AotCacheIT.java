package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
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
  private final List<ProcessHandle> begun = new ArrayList<>();

  @BeforeEach
  void unpack() throws Exception {
    var place = Files.createDirectories(folder.resolve("a place"));
    Ran.of(
        List.of("tar", "xzf", DISTRIBUTION + ".tar.gz", "-C", place.toString()), Map.of(), folder);
    app = place.resolve(DISTRIBUTION.getFileName());
    home = folder.resolve("home");
  }

  /** Only a test that failed leaves any. */
  @AfterEach
  void endWhatStillRuns() {
    for (var process : begun) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void aCacheIsMadeWhereItCanBeAndABrokenOneIsPassedOver() throws Exception {
    var inTheWay = Files.writeString(app.resolve("cache"), "not a folder");

    assertThat(version("now").status()).isZero();

    assertThat(names(home.resolve("cache")))
        .as("one finished cache, and nothing left of its making")
        .singleElement()
        .asString()
        .matches("closedloop-\\d+-\\d+-\\d+-\\d+\\.aot");
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
    assertThat(cache).as("a broken one").doesNotExist();
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
  void aCacheWithOtherBytesInsideIsThrownAwayAndMadeAnew() throws Exception {
    assertSilent(version("now"));
    var cache = app.resolve("cache").resolve(names(app.resolve("cache")).getFirst());
    byte[] bytes = Files.readAllBytes(cache);
    for (int at = bytes.length / 3; at < bytes.length / 2; at++) {
      bytes[at] ^= 0x55;
    }
    Files.write(cache, bytes);

    assertSilent(version(""));
    assertThat(app.resolve("cache")).isEmptyDirectory();
    assertSilent(version("now"));
    assertThat(classesFromTheCache()).isGreaterThan(100);
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
  void theFirstStartMakesOneLaterAndOnlyIfItStillRuns() throws Exception {
    var clock = heldClock();
    var gone = start(clock);
    assertThat(Files.readString(clock.resolve("asked"))).isEqualTo("30\n");
    gone.destroy();
    assertThat(gone.waitFor(60, SECONDS)).isTrue();
    letGo(clock);
    assertThat(app.resolve("cache")).isEmptyDirectory();

    clock = heldClock();
    var server = start(clock);
    assertThat(app.resolve("cache")).as("the start comes first").isEmptyDirectory();
    letGo(clock);
    assertThat(names(app.resolve("cache"))).singleElement().asString().endsWith(".aot");
    assertThat(server.isAlive()).isTrue();
    server.destroy();
    assertThat(server.waitFor(60, SECONDS)).isTrue();
    assertThat(classesFromTheCache()).isGreaterThan(100);
  }

  @Test
  void aDiskThatFillsUpLeavesNoCacheAndTheNextStartTriesAgain() throws Exception {
    // 4 MB at most in one file: a cache is far larger, all else is smaller.
    var command = "ulimit -f 8192; exec '" + app.resolve("bin/closedloop") + "' version";
    assertSilent(
        Ran.of(
            List.of("sh", "-c", command),
            Map.of("CLOSEDLOOP_AOT", "now", "CLOSEDLOOP_HOME", home.toString()),
            folder));
    assertThat(app.resolve("cache")).isEmptyDirectory();

    assertSilent(version("now"));
    assertThat(names(app.resolve("cache"))).singleElement().asString().endsWith(".aot");
  }

  @Test
  void anotherJavaGetsACacheOfItsOwnAndPassesOverOneThatIsNotFromIt() throws Exception {
    assertSilent(version("now"));
    var cache = app.resolve("cache").resolve(names(app.resolve("cache")).getFirst());
    var here = Path.of(System.getProperty("java.home"));
    var other = Files.createDirectories(folder.resolve("other jdk"));
    for (var part : names(here)) {
      if (!part.equals("release")) {
        Files.createSymbolicLink(other.resolve(part), here.resolve(part));
      }
    }
    Files.writeString(
        other.resolve("release"),
        Files.readString(here.resolve("release")) + "BUILD=\"another\"\n");

    assertSilent(version("now", Map.of("JAVA_HOME", other.toString())));

    assertThat(names(app.resolve("cache"))).hasSize(2).contains(cache.getFileName().toString());
    byte[] foreign = Files.readAllBytes(cache);
    var head = new String(foreign, 0, 4096, ISO_8859_1);
    int build = head.indexOf(Runtime.version().toString());
    assertThat(build).as("the JVM's name is in the cache's head").isPositive();
    foreign[build]++;
    Files.write(cache, foreign);
    var sealed = renamedByItsSum(cache);
    assertSilent(version(""));
    assertThat(sealed).exists();
    assertThat(classesFromTheCache()).as("of another Java's cache").isZero();
  }

  /**
   * A folder for the front of the path whose {@code sleep} notes a long wait and who asked for it,
   * and lasts until it is let go.
   */
  private Path heldClock() throws Exception {
    var clock = Files.createTempDirectory(folder, "clock");
    Ran.of(List.of("mkfifo", clock.resolve("wait").toString()), Map.of(), folder);
    var sleep =
        Files.writeString(
            clock.resolve("sleep"),
            """
            #!/bin/sh
            [ "$1" != 1 ] || exec /bin/sleep 1
            here=$(dirname "$0")
            echo "$PPID" >"$here/waiter"
            echo "$1" >"$here/part" && mv "$here/part" "$here/asked"
            read -r _ <"$here/wait"
            """);
    assertThat(sleep.toFile().setExecutable(true)).isTrue();
    return clock;
  }

  /** Ends the wait, and returns when whoever waited has ended too. */
  private static void letGo(Path clock) throws Exception {
    Files.writeString(clock.resolve("wait"), "now\n");
    long waiter = waiter(clock);
    await("the making of the cache ends")
        .atMost(Duration.ofMinutes(2))
        // Its parent has become the server, which does not ask how it ended: then it runs nothing.
        .until(() -> ProcessHandle.of(waiter).flatMap(it -> it.info().command()).isEmpty());
  }

  private static long waiter(Path clock) throws IOException {
    return Long.parseLong(Files.readString(clock.resolve("waiter")).strip());
  }

  /** Starts a server, and returns when it listens and its launcher waits. */
  private Process start(Path clock) throws IOException {
    var builder =
        new ProcessBuilder(
                app.resolve("bin/closedloop").toString(),
                "start",
                "--home",
                home.toString(),
                "--port",
                "0")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.out").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("CLOSEDLOOP_AOT", "");
    builder.environment().put("PATH", clock + ":" + System.getenv("PATH"));
    var server = builder.start();
    begun.add(server.toHandle());
    await("the server listens")
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            Files.exists(clock.resolve("asked"))
                && Files.exists(home.resolve("server.properties")));
    ProcessHandle.of(waiter(clock)).ifPresent(begun::add);
    return server;
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

  /** As the launcher names it, so that only the JVM can find anything wrong with it. */
  private Path renamedByItsSum(Path cache) throws Exception {
    var sum = Ran.of(List.of("sh", "-c", "cksum <'" + cache + "'"), Map.of(), folder).output();
    var name = cache.getFileName().toString();
    return Files.move(
        cache,
        cache.resolveSibling(
            name.replaceFirst("\\d+-\\d+\\.aot$", sum.strip().replace(' ', '-') + ".aot")));
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
