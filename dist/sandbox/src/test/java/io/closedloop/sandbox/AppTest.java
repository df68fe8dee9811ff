package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.world.ForgeApp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private AppSigner signer;
  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    signer = AppSigner.make();
    InstantSource clock = now::get;
    bench = new Bench(SandboxOptions.defaults().withClock(clock), Map.of("README.md", "hello\n"));
    bench
        .sandbox()
        .installApp(
            new ForgeApp(
                77,
                "closedloop",
                signer.publicKey(),
                Map.of("contents", "write", "statuses", "write", "metadata", "read")));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private String jwt(String issuer, Instant issued, Instant expires) throws Exception {
    return signer.jwt(issuer, issued, expires);
  }

  private Client app() throws Exception {
    return new Client(
        bench.sandbox(), jwt("77", now.get().minusSeconds(60), now.get().plusSeconds(300)));
  }

  private Client.Answer make(Map<String, String> permissions) throws Exception {
    long id = app().get(Bench.API + "/installation").json().path("id").asLong();
    return app()
        .post(
            "/app/installations/" + id + "/access_tokens",
            object("repositories", List.of("shop"), "permissions", permissions));
  }

  private Client installed(Map<String, String> permissions) throws Exception {
    return new Client(bench.sandbox(), make(permissions).json().path("token").asString());
  }

  private Client.Answer status(Client client) throws Exception {
    String sha = bench.sandbox().head(Bench.REPO, "main");
    return client.post(
        Bench.API + "/statuses/" + sha, object("state", "success", "context", "closedloop"));
  }

  @Test
  void theAppIsKnownByItsSignature() throws Exception {
    assertThat(app().get("/app").json().path("slug").asString()).isEqualTo("closedloop");
    assertThat(app().get("/app/installations").json()).hasSize(1);
  }

  @Test
  void aWordThatIsTooLongOrTooOldOrAnothersIsRefused() throws Exception {
    Instant begin = NOW.minusSeconds(60);
    for (String wrong :
        List.of(
            jwt("78", begin, NOW.plusSeconds(300)),
            jwt("77", begin, NOW.plusSeconds(601)),
            jwt("77", begin, NOW),
            jwt("77", NOW.plusSeconds(5), NOW.plusSeconds(300)),
            jwt("77", begin, NOW.plusSeconds(300)).replaceFirst("^[^.]*", "e30"))) {
      assertThat(new Client(bench.sandbox(), wrong).get("/app").status()).isEqualTo(401);
    }
  }

  @Test
  void aTokenMayDoWhatItWasNarrowedTo() throws Exception {
    assertThat(status(installed(Map.of("statuses", "write"))).status()).isEqualTo(201);

    Client.Answer refused = status(installed(Map.of("contents", "write")));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.json().path("message").asString())
        .isEqualTo("Resource not accessible by integration");
  }

  @Test
  void whatTheAppWritesIsTheBots() throws Exception {
    assertThat(
            status(installed(Map.of("statuses", "write")))
                .json()
                .path("creator")
                .path("login")
                .asString())
        .isEqualTo("closedloop[bot]");
  }

  @Test
  void whatWasNotGrantedIsNotGivenToAToken() throws Exception {
    assertThat(make(Map.of("issues", "write")).status()).isEqualTo(422);
  }

  @Test
  void aTokenIsLongAndEndsAfterAnHour() throws Exception {
    Client.Answer made = make(Map.of("metadata", "read"));
    String token = made.json().path("token").asString();
    assertThat(made.status()).isEqualTo(201);
    assertThat(token).hasSizeGreaterThan(400);
    assertThat(made.json().path("expires_at").asString()).isEqualTo("2026-11-22T11:00:00Z");

    Client client = new Client(bench.sandbox(), token);
    assertThat(client.get(Bench.API).status()).isEqualTo(200);
    now.set(NOW.plus(Duration.ofHours(1)));
    assertThat(client.get(Bench.API).status()).isEqualTo(401);
  }

  @Test
  void aTokenServesItsOwnRepositoryOnly() throws Exception {
    bench.sandbox().createRepository("acme/other", Map.of("README.md", "x"));

    assertThat(installed(Map.of("contents", "read")).get("/repos/acme/other").status())
        .isEqualTo(404);
  }

  @Test
  void aSlowTokenIsUnknownOnce() throws Exception {
    bench.sandbox().slowNextToken();
    Client client = installed(Map.of("contents", "read"));

    assertThat(client.get(Bench.API).status()).isEqualTo(401);
    assertThat(client.get(Bench.API).status()).isEqualTo(200);
  }

  @Test
  void aSuspendedInstallationIsRefusedAndAnnounced() throws Exception {
    Client client = installed(Map.of("contents", "read"));
    bench.sandbox().suspendApp(true);

    assertThat(client.get(Bench.API).status()).isEqualTo(403);
    assertThat(app().get(Bench.API + "/installation").json().path("suspended_at").isNull())
        .isFalse();
    assertThat(bench.sandbox().webhooks().deliveries())
        .extracting(delivery -> delivery.event().name() + " " + delivery.event().action())
        .endsWith("installation created", "installation suspend");
  }
}
