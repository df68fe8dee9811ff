package io.closedloop.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.closedloop.api.CheckRun;
import io.closedloop.api.CredentialRef;
import io.closedloop.api.Effect.HttpCall;
import io.closedloop.api.GitHubMessages;
import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.api.Http;
import io.closedloop.api.Json;
import io.closedloop.api.Permission;
import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import io.closedloop.core.config.Credential;
import io.closedloop.core.config.Secrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

class PluginContextTest {
  private static final CredentialRef TOKEN = new CredentialRef("jira", CredentialRef.Kind.TOKEN);

  private final GitHubMessages messages = Mockito.mock(GitHubMessages.class);
  private final Map<String, Credential> credentials =
      Map.of(
          "jira", new Credential(Secret.of("t0ken"), "me", Secret.of("pass"), List.of()),
          "bound", new Credential(Secret.of("t0ken"), null, null, List.of("elsewhere.example")));
  private final PluginCall calls =
      new PluginCall(
          PluginCall.Bounds.DEFAULT,
          DeadlineTimer.real(),
          new SimpleMeterRegistry(),
          new Secrets());
  private final PluginHttp.Client client = new PluginHttp.Client(credentials);
  private final PluginContextImpl context =
      new PluginContextImpl(
          "it",
          new PluginServices(InstantSource.system(), calls, credentials, this::grant),
          client);
  private final CountDownLatch letGo = new CountDownLatch(1);
  private @Nullable HttpServer server;
  private Set<Permission> granted = Set.of();

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/echo",
        exchange -> {
          String said =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(201, 0);
          exchange.getResponseBody().write(said.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    server.createContext(
        "/away",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://169.254.169.254/secrets");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    server.createContext(
        "/large",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[1_000_001]);
          exchange.close();
        });
    server.createContext(
        "/slow",
        exchange -> {
          try {
            letGo.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    context.grantHosts(Set.of("localhost"));
  }

  @AfterEach
  void stop() {
    letGo.countDown();
    client.close();
    if (server != null) {
      server.stop(0);
    }
  }

  @Test
  void aDeclaredHostIsAskedWithTheCredentialFilledIn() {
    Http.Answer answer =
        context
            .http()
            .query(HttpCall.post(at("/echo"), Json.object(Map.of("a", Json.of(1)))).with(TOKEN));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("POST Bearer t0ken {\"a\":1}");
    assertThat(
            context
                .http()
                .query(
                    HttpCall.get(at("/echo"))
                        .with(new CredentialRef("jira", CredentialRef.Kind.BASIC)))
                .body())
        .isEqualTo("GET Basic bWU6cGFzcw== ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.example/x",
        "http://declared.example/x",
        "https://me:pw@declared.example/",
        "ftp://declared.example/",
        "https://declared.example.evil.example/"
      })
  void anythingButADeclaredHostByHttpsIsRefused(String uri) {
    context.grantHosts(Set.of("declared.example"));

    assertThatThrownBy(() -> context.http().query(HttpCall.get(uri)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void beforeAnythingWasDeclaredNothingIsReached() {
    PluginContextImpl fresh =
        new PluginContextImpl(
            "new",
            new PluginServices(InstantSource.system(), calls, credentials, this::grant),
            client);

    assertThatThrownBy(() -> fresh.http().query(HttpCall.get(at("/echo"))))
        .hasMessageContaining("the host localhost was not declared");
  }

  @Test
  void aCredentialThatIsUnknownUnfitOrBoundElsewhereIsRefused() {
    assertThatThrownBy(() -> ask(new CredentialRef("nobody", CredentialRef.Kind.TOKEN)))
        .hasMessageContaining("no credential nobody");
    assertThatThrownBy(() -> ask(new CredentialRef("jira", CredentialRef.Kind.MTLS)))
        .hasMessageContaining("kind mtls");
    assertThatThrownBy(() -> ask(new CredentialRef("bound", CredentialRef.Kind.TOKEN)))
        .hasMessageContaining("may not be sent to localhost");
    assertThatThrownBy(() -> ask(new CredentialRef("bound", CredentialRef.Kind.BASIC)))
        .hasMessageNotContaining("t0ken");
  }

  @Test
  void aHeaderCannotSmuggleACredentialOrAnotherHost() {
    assertThatThrownBy(() ->
            context
                .http()
                .query(
                    new HttpCall(
                        "GET",
                        java.net.URI.create(at("/echo")),
                        Map.of("authorization", "x"),
                        null,
                        null)))
        .hasMessageContaining("is set by the core");
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() {
    assertThat(context.http().query(HttpCall.get(at("/away"))).status()).isEqualTo(302);
  }

  @Test
  void anAnswerThatIsTooLargeIsNone() {
    assertThatThrownBy(() -> context.http().query(HttpCall.get(at("/large"))))
        .isInstanceOf(UncheckedIOException.class)
        .hasStackTraceContaining("larger than 1000000 bytes");
  }

  @Test
  void aSlowAnswerEndsWithTheDeadlineOfTheCall() {
    Caller caller = new Caller("p", "it", PluginContextTest.class.getClassLoader());
    for (int i = 0; i < 4; i++) {
      assertThat(
              calls.call(
                  caller,
                  "ask",
                  Duration.ofMillis(50),
                  () -> context.http().query(HttpCall.get(at("/slow")))))
          .isInstanceOf(Outcome.TimedOut.class);
    }
  }

  @Test
  void aChannelWritesWithThePermissionsItDeclared() {
    GitHubMessages kept = context.messages();
    RepoId repo = new RepoId("a", "b");
    assertThatThrownBy(() -> kept.setStatus(repo, "sha", "c", StatusState.SUCCESS, "d", null))
        .hasMessageContaining("it may not write on GitHub");

    context.grantMessages(Set.of(Permission.STATUSES_WRITE));
    kept.setStatus(repo, "sha", "c", StatusState.SUCCESS, "d", null);

    CheckRun check = CheckRun.running("closedloop", "k", "t", "s");
    Mockito.when(messages.checkRun(repo, "sha", check)).thenReturn(Optional.of("u"));
    Mockito.when(messages.canWriteChecks()).thenReturn(true);

    assertThat(kept.canWriteChecks()).isTrue();
    assertThat(kept.checkRun(repo, "sha", check)).contains("u");
    assertThat(granted).containsExactly(Permission.STATUSES_WRITE);
    Mockito.verify(messages).setStatus(repo, "sha", "c", StatusState.SUCCESS, "d", null);
  }

  @Test
  void jsonIsReadIntoValuesAndBack() {
    String text = "{\"a\":[1,2.50,true,null,\"x\\\"y\"],\"b\":{}}";

    assertThat(context.parseJson(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1,]", "{} {}", "{\"a\":secret}", "1e999999999", "nul"})
  void whatIsNoJsonIsRefused(String text) {
    assertThatThrownBy(() -> context.parseJson(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not JSON");
    assertThatThrownBy(() -> context.parseJson("[\n  1,\n  ?]"))
        .hasMessageContaining("line 3, column 3");
  }

  @Test
  void jsonNestedBeyondMeasureIsRefused() {
    assertThatThrownBy(() -> context.parseJson("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private Http.Answer ask(CredentialRef credential) {
    return context.http().query(HttpCall.get(at("/echo")).with(credential));
  }

  private GitHubMessages grant(Set<Permission> permissions) {
    granted = permissions;
    return messages;
  }

  private String at(String path) {
    return "http://localhost:"
        + java.util.Objects.requireNonNull(server).getAddress().getPort()
        + path;
  }
}
