package io.closedloop.dist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.SandboxOptions;
import io.closedloop.sandbox.http.RequestMatch;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.ForgeApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The loop with a GitHub App in place of a token. */
class AppIT {
  private static final String BOT = "closedloop-it[bot]";
  private static final Map<String, String> GRANTED =
      Map.of(
          "actions", "write",
          "checks", "write",
          "contents", "write",
          "issues", "write",
          "metadata", "read",
          "pull_requests", "write",
          "statuses", "write",
          "administration", "write");

  @TempDir Path folder;

  @Test
  void anUnformattedFileIsFormattedByTheAppAndProven() throws Exception {
    KeyPair pair = pair();
    Path distribution = Path.of(requireNonNull(System.getProperty("closedloop.distribution")));
    SandboxOptions options =
        SandboxOptions.defaults()
            .withEnvironment(
                "GJF_JAR", distribution.resolve("tools/google-java-format.jar").toString());
    try (Sandbox github = Sandbox.start(options);
        Closedloop server = server(github, options, pair)) {
      github.slowNextToken();
      Scenarios.Begun begun = Scenarios.begin(github, World.scenario("java-formatting", "as-app"));
      String repository = begun.scenario().repository();

      await("the incident is recovered")
          .atMost(World.PATIENCE)
          .until(() -> {
            List<JsonNode> all = server.incidents(repository);
            return !all.isEmpty() && World.text(all.getFirst(), "state").equals("recovered");
          });

      assertThat(github.commits(repository, begun.scenario().start().branch()).getFirst().author())
          .satisfies(author -> assertThat(author.name()).isEqualTo(BOT));
      assertThat(github.runs(repository).getFirst().latest().conclusion()).contains("success");
      assertThat(server.incidents(repository)).hasSize(1);
      assertThat(github.count(RequestMatch.of("POST", "/app/installations/\\d+/access_tokens")))
          .as("one token serves the whole loop")
          .isEqualTo(1);
      await("the commit that was repaired hears of it")
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(github.checkRuns(repository, begun.head()))
                  .singleElement()
                  .satisfies(run -> assertThat(run.conclusion()).isEqualTo("success")));
      JsonNode standing = server.get("/api/v1/github");
      assertThat(World.text(standing, "login")).isEqualTo(BOT);
      assertThat(standing.path("installations").get(0).path("missing").isEmpty()).isTrue();
    }
  }

  @Test
  void whatFailedWhileTheAppWasSuspendedIsHandledAfterwards() throws Exception {
    KeyPair pair = pair();
    SandboxOptions options = SandboxOptions.defaults();
    try (Sandbox github = Sandbox.start(options);
        Closedloop server = server(github, options, pair)) {
      github.suspendApp(true);
      Scenarios.Begun begun =
          Scenarios.begin(github, World.scenario("trailing-space", "while-suspended"));
      await("the failure is refused")
          .atMost(World.PATIENCE)
          .until(() ->
              server
                  .get("/api/v1/deliveries?limit=100")
                  .path("items")
                  .valueStream()
                  .anyMatch(
                      row -> World.text(row, "outcome").startsWith("GitHub refused access: ")));
      assertThat(server.incidents(begun.scenario().repository())).isEmpty();

      github.suspendApp(false);

      await("the incident is recovered")
          .atMost(World.PATIENCE)
          .until(() ->
              server.incidents(begun.scenario().repository()).stream()
                  .anyMatch(incident -> World.text(incident, "state").equals("recovered")));
    }
  }

  private static KeyPair pair() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  /** A started server that acts as the App, which is installed, and hears of everything. */
  private Closedloop server(Sandbox github, SandboxOptions options, KeyPair pair) throws Exception {
    Closedloop server =
        new Closedloop(
            folder.resolve("home"),
            Map.of(
                "CLOSEDLOOP_GITHUB_API_URL",
                github.url().toString(),
                "CLOSEDLOOP_WEBHOOK_SECRET",
                options.secret()),
            settings(pair));
    github.installApp(new ForgeApp(4711, "closedloop-it", pair.getPublic(), GRANTED));
    server.start();
    github.webhook(server.webhook());
    return server;
  }

  private String settings(KeyPair pair) throws Exception {
    Path pem = folder.resolve("app.pem");
    Files.writeString(
        pem,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    return World.AUTOMATIC.replace(
        "github:\n", "github:\n  app: {id: 4711, private_key: \"${file:%s}\"}\n".formatted(pem));
  }
}
