package io.closedloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tiny round of what needs no built distribution. */
class SmokeTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(classes = {BareJetty.class, StorelessServer.class})
  void theLoadIsSignedAndCounted(Class<?> main) throws Exception {
    Path body = Files.write(folder.resolve("body"), IngestBenchmark.body());
    String signature =
        new WebhookSignature(List.of(Secret.of("s3cret"))).sign(Files.readAllBytes(body));
    List<String> options = List.of("-cp", Command.classPath());
    Path output = folder.resolve("out");

    try (ServerProcess server =
        ServerProcess.java(options, main, output, "s3cret", folder.toString())) {
      String port = Integer.toString(server.port());
      String figures =
          Command.java(Load.class, List.of(port, body.toString(), signature, "2", "50")).output();

      assertThat(figures.strip().split(" ", -1))
          .hasSize(3)
          .allMatch(it -> Double.parseDouble(it) > 0);
      assertThat(
              Command.java(Load.class, List.of(port, body.toString(), "sha256=00", "2", "50"))
                  .succeeds())
          .as("a refused delivery ends the measurement")
          .isFalse();
      assertThat(server.options()).containsExactlyElementsOf(withOurs(options));
    }
  }

  private static List<String> withOurs(List<String> options) {
    return List.of("-cp", options.getLast() + File.pathSeparator + Command.classPath());
  }

  @Test
  void deliveriesAreNamedAsGitHubNamesThem() {
    DeliveryIds ids = new DeliveryIds();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      String id = ids.next();
      assertThat(seen.add(id)).isTrue();
    }

    UUID one = UUID.fromString(ids.next());
    assertThat(one.version()).isEqualTo(1);
    assertThat(one.variant()).isEqualTo(2);
    assertThat(Instant.EPOCH.plusMillis(one.timestamp() / 10_000 - 12_219_292_800_000L))
        .isAfter(Instant.parse("2026-01-01T00:00:00Z"));
  }

  @Test
  void aHomeIsFilledOnceWithWholeIncidents() throws Exception {
    PrintStream progress = new PrintStream(OutputStream.nullOutputStream());
    FilledHome home = FilledHome.of(folder.resolve("home"), 200, progress);
    List<String> ids = Files.readAllLines(home.list());

    assertThat(ids).hasSize(200).doesNotHaveDuplicates();
    assertThat(FilledHome.of(folder.resolve("home"), 200, progress)).isEqualTo(home);
    try (Store store =
        Store.open(
            new StoreOptions.Embedded(home.folder().resolve("closedloop.db")),
            InstantSource.system())) {
      assertThat(number(store, "count(*)")).isEqualTo(200);
      assertThat(number(store, "min(seq)")).as("facts of the shortest").isEqualTo(8);
      assertThat(number(store, "max(seq)")).as("facts of the longest").isEqualTo(21);
      assertThat(number(store, "count(DISTINCT state)")).as("states").isGreaterThan(4);
      assertThat(number(store, "count(DISTINCT repo)")).as("repositories").isGreaterThan(10);
    }
  }

  private static long number(Store store, String what) {
    return store.read(
        tx -> tx.one("SELECT " + what + " FROM incident", row -> row.getLong(1)).orElseThrow());
  }

  @Test
  void theSameLogIsGeneratedEachTime() throws Exception {
    GeneratedLog.write(folder.resolve("a"), 100_000);
    GeneratedLog.write(folder.resolve("b"), 100_000);

    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    assertThat(Files.size(folder.resolve("a"))).isBetween(100_000L, 101_000L);
  }

  @Test
  void theStandInRemembersWhichRunWasAskedForAnew() throws Exception {
    try (StubGitHub gitHub = new StubGitHub();
        HttpClient client = HttpClient.newHttpClient()) {
      String runs = gitHub.url() + "/repos/acme/app-5/actions/runs/5";
      assertThat(get(client, runs)).contains("\"conclusion\":\"failure\"", "\"run_attempt\":1");

      client.send(
          HttpRequest.newBuilder(URI.create(runs + "/rerun-failed-jobs"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build(),
          HttpResponse.BodyHandlers.discarding());

      assertThat(gitHub.rerunAt(5)).isPresent();
      assertThat(gitHub.rerunAt(6)).isEmpty();
      assertThat(get(client, runs)).contains("in_progress", "\"run_attempt\":2");
    }
  }

  @Test
  void theShellsAccountOfTimeIsRead() {
    assertThat(MatcherBenchmark.seconds("1m2.5s")).isEqualTo(62.5);
  }

  private static String get(HttpClient client, String url) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
