package io.closedloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.sandbox.world.Run;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  @Test
  void anArchiveUnpacksToTheCommitsFiles(@TempDir Path folder) throws Exception {
    String deep = "a-folder-with-a-rather-long-name/".repeat(4) + "file.txt";
    try (Bench bench = Bench.plain()) {
      String sha = bench.sandbox().push(Bench.REPO, "topic", Map.of(deep, "deep\n"), "ann", "Deep");
      Client.Answer redirect = bench.bot().get(Bench.API + "/tarball/topic");
      assertThat(redirect.status()).isEqualTo(302);

      Path archive = folder.resolve("a.tar.gz");
      try (InputStream in = URI.create(redirect.header("Location")).toURL().openStream()) {
        Files.copy(in, archive);
      }
      Process tar =
          new ProcessBuilder("tar", "-xzf", archive.toString())
              .directory(folder.toFile())
              .inheritIO()
              .start();

      assertThat(tar.waitFor()).isZero();
      Path top = folder.resolve("acme-shop-" + sha.substring(0, 7));
      assertThat(top.resolve(deep)).hasContent("deep\n");
      assertThat(top.resolve("README.md")).hasContent("hello\n");
    }
  }

  @Test
  void anUploadedArtifactIsListedAtItsRunAndFetchedByALink() throws Exception {
    try (Bench bench = Bench.withJobs("push", "a:\n  runs-on: x\n  steps:\n    - run: true\n")) {
      bench.settle();
      Run run = bench.sandbox().runs(Bench.REPO).getFirst();
      String list = Bench.API + "/actions/runs/" + run.id() + "/artifacts";
      assertThat(bench.bot().get(list).json().path("artifacts")).isEmpty();

      long id = bench.sandbox().upload(run, "reports", "zipped".getBytes(StandardCharsets.UTF_8));

      assertThat(bench.bot().get(list).json().at("/artifacts/0/id").asLong()).isEqualTo(id);
      assertThat(bench.bot().get(list).json().at("/artifacts/0/size_in_bytes").asInt())
          .isEqualTo(6);
      String path = Bench.API + "/actions/artifacts/" + id;
      String link = bench.bot().get(path + "/zip").header("Location");
      assertThat(bench.bot().fetch(link).response().body()).isEqualTo("zipped");
      assertThat(bench.bot().get(path + "/tar").status()).isEqualTo(404);
    }
  }

  @Test
  void aLinkIsGoodForOneMinute() throws Exception {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    SandboxOptions options = SandboxOptions.defaults().withClock(now::get);
    try (Bench bench = new Bench(options, Map.of("README.md", "hello\n"))) {
      String link = bench.bot().get(Bench.API + "/tarball/main").header("Location");
      assertThat(bench.bot().fetch(link).status()).isEqualTo(200);

      now.updateAndGet(at -> at.plus(Duration.ofSeconds(60)));

      assertThat(bench.bot().fetch(link).status()).isEqualTo(403);
    }
  }

  @Test
  void aFileIsReadAsBase64OrRaw() throws Exception {
    try (Bench bench = Bench.plain()) {
      String path = Bench.API + "/contents/README.md";
      String encoded = bench.bot().get(path + "?ref=main").json().path("content").asString();

      assertThat(new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8))
          .isEqualTo("hello\n");
      assertThat(
              bench.bot().get(path, "Accept", "application/vnd.github.raw+json").response().body())
          .isEqualTo("hello\n");
    }
  }

  @Test
  void aRegistryThatIsDownRefusesTheConnection() throws IOException {
    try (Registry registry = Registry.down()) {
      URI artifact = registry.url().resolve("/artifacts/x.jar");
      assertThatConnectionIsRefused(artifact);

      registry.bringUp();
      try (InputStream in = artifact.toURL().openStream()) {
        assertThat(in.readAllBytes()).isNotEmpty();
      }
      registry.takeDown();
      assertThatConnectionIsRefused(artifact);
    }
  }

  private static void assertThatConnectionIsRefused(URI address) {
    assertThatThrownBy(() -> address.toURL().openStream()).isInstanceOf(ConnectException.class);
  }

  @Test
  void nothingIsLeftBehindAfterClosing() throws Exception {
    String workspace;
    try (Bench bench = Bench.withJobs("push", "ok:\n  steps:\n    - run: pwd\n")) {
      bench.settle();
      Run run = bench.sandbox().runs(Bench.REPO).getFirst();
      workspace =
          bench
              .sandbox()
              .log(run.latest().jobs().getFirst())
              .lines()
              .filter(line -> line.endsWith("/work"))
              .findFirst()
              .orElseThrow()
              .replaceFirst("^\\S+ ", "");
      assertThat(Path.of(workspace)).doesNotExist();
      assertThat(folder(workspace)).isDirectory();
    }
    assertThat(folder(workspace)).doesNotExist();
  }

  private static Path folder(String workspace) {
    return Path.of(workspace.substring(0, workspace.indexOf("/runner/")));
  }
}
