package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpServerTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void anUnknownPathIsAProblem() throws Exception {
    HttpResponse<String> response = server.get("/no/such/thing");
    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(server.tree(response).path("type").asString()).isEqualTo("about:blank");
    assertThat(server.tree(response).path("title").asString()).isEqualTo("Not Found");
    assertThat(server.tree(response).path("instance").asString()).isEqualTo("/no/such/thing");
  }

  @Test
  void aWrongMethodNamesTheRightOnes() throws Exception {
    HttpResponse<String> response = server.get("/webhooks/github");
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(TestServer.header(response, "Allow")).isEqualTo("POST");
    HttpResponse<String> posted = server.send(server.to("/healthz").POST(BodyPublishers.noBody()));
    assertThat(TestServer.header(posted, "Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void aHeadIsAGetWithoutItsBody() throws Exception {
    HttpResponse<String> response =
        server.send(server.to("/healthz").method("HEAD", BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(TestServer.header(response, "Content-Length")).isNotEqualTo("0");
  }

  @Test
  void anUnexpectedErrorTellsACorrelationAndNothingElse() throws Exception {
    breakPlugins("the inner workings");
    HttpResponse<String> response = server.send(server.api("/plugins"));
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(server.tree(response).path("correlation").asString()).hasSize(36);
    assertThat(response.body()).doesNotContain("inner workings").doesNotContain("Exception");
  }

  @Test
  void whatJettyItselfRefusesIsAProblemToo() throws Exception {
    assertThat(raw("GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("application/problem+json")
        .doesNotContain("Jetty");
  }

  @Test
  void aQueryThatCannotBeDecodedIsAProblem() throws Exception {
    for (String query : List.of("%zz", "limit=%ff%fe", "%")) {
      assertThat(
              raw("GET /?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .as(query)
          .startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void http2IsSpokenInClearText() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              server.to("/healthz").version(HttpClient.Version.HTTP_2).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void readinessSaysWhatIsMissing() throws Exception {
    assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    server.notReady = "the disk is full";
    HttpResponse<String> response = server.get("/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(server.tree(response).path("problems").path("store").asString())
        .isEqualTo("the disk is full");
    assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void requestsAreTimedByRouteAndStatus() throws Exception {
    server.get("/healthz");
    server.get("/incidents/secret-looking-id");
    server.get("/somewhere/else");
    String metrics = server.get("/metrics").body();
    assertThat(metrics)
        .contains(
            "closedloop_http_requests_seconds_count{method=\"GET\",route=\"/healthz\",status=\"200\"} 1")
        .contains("route=\"/incidents/{id}\",status=\"404\"")
        .contains("method=\"other\",route=\"none\",status=\"404\"")
        .doesNotContain("secret-looking-id", TestServer.TOKEN, TestServer.SECRET);
  }

  @Test
  void stoppingLetsRunningRequestsEndAndRefusesNewOnes() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.whenListingPlugins =
        () -> {
          arrived.countDown();
          awaitLatch(go);
        };
    HttpRequest.Builder later = server.to("/healthz");
    try (Conversation open = new Conversation(server.http.port())) {
      assertThat(open.ask("/healthz")).startsWith("HTTP/1.1 200");
      CompletableFuture<HttpResponse<String>> running =
          async(() -> server.send(server.api("/plugins")));
      arrived.await();
      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(() -> server.http.stop(Duration.ofSeconds(20)));
      Awaitility.await().until(() -> server.get("/readyz").statusCode() == 503);
      assertThat(server.get("/readyz").body()).contains("stopping");
      assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = server.get("/plugins");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(TestServer.header(refused, "Retry-After")).isEqualTo("30");
      assertThat(open.ask("/plugins")).startsWith("HTTP/1.1 503");
      assertThat(stopped).isNotDone();
      go.countDown();
      assertThat(running.get().statusCode()).isEqualTo(200);
      stopped.get();
    }
    assertThatThrownBy(() -> server.send(later)).isInstanceOf(IOException.class);
  }

  @Test
  void stoppingWaitsNoLongerThanItsPatience() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    server.whenListingPlugins =
        () -> {
          arrived.countDown();
          awaitLatch(go);
        };
    CompletableFuture<HttpResponse<String>> running =
        async(() -> server.send(server.api("/plugins")));
    arrived.await();
    server.http.stop(Duration.ofMillis(50));
    go.countDown();
    assertThat(running).failsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aTakenPortIsExplained() {
    HttpOptions taken = HttpOptions.of("127.0.0.1", server.http.port(), Secret.of("token"));
    HttpServer second = server.another(taken);
    assertThatThrownBy(second::start)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("127.0.0.1:" + server.http.port())
        .hasMessageContaining("choose another port");
  }

  private void breakPlugins(String message) {
    server.whenListingPlugins =
        () -> {
          throw new IllegalArgumentException(message);
        };
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Sending {
    HttpResponse<String> send() throws IOException, InterruptedException;
  }

  private static CompletableFuture<HttpResponse<String>> async(Sending sending) {
    CompletableFuture<HttpResponse<String>> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            result.complete(sending.send());
          } catch (IOException | InterruptedException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  @Test
  void aConnectionWhoseRequestWasRefusedUnreadSaysThatItEnds() throws IOException {
    String unread =
        raw(
            "POST /api/v1/configuration/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n");
    assertThat(unread)
        .startsWith("HTTP/1.1 401 ")
        .containsIgnoringCase("\r\nConnection: close\r\n");
    try (Conversation conversation = new Conversation(server.http.port())) {
      assertThat(conversation.ask("/nothing")).startsWith("HTTP/1.1 404 ");
      assertThat(conversation.ask("/healthz")).startsWith("HTTP/1.1 200 ");
    }
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** One connection that stays open between requests. */
  private static final class Conversation implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Conversation(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The status line. */
    String ask(String path) throws IOException {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String status = in.readLine();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      for (int i = 0; i < length; i++) {
        in.read();
      }
      return String.valueOf(status);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
