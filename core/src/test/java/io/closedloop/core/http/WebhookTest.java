package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Secret;
import io.closedloop.core.intake.WebhookRequest;
import io.closedloop.core.intake.WebhookSignature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookTest {
  private static final String BODY = "{\"zen\":\"Keep it simple\"}";
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
  }

  @AfterEach
  void stop() {
    assertThat(server.inFlight.held()).as("bytes that were not given back").isZero();
    server.close();
  }

  private static String signature(String body) {
    return new WebhookSignature(List.of(Secret.of(TestServer.SECRET)))
        .sign(body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder delivery(String id, String body) {
    return server
        .to("/webhooks/github")
        .header("Content-Type", "application/json")
        .header("X-GitHub-Event", "ping")
        .header("X-GitHub-Delivery", id)
        .header("X-Hub-Signature-256", signature(body))
        .POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> without(String header, String body) throws Exception {
    HttpRequest whole = delivery("d-1", body).build();
    HttpRequest.Builder part = server.to("/webhooks/github").POST(BodyPublishers.ofString(body));
    whole
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!name.equalsIgnoreCase(header)) {
            part.header(name, values.getFirst());
          }
        });
    return server.send(part);
  }

  @Test
  void aSignedDeliveryIsAccepted() throws Exception {
    HttpResponse<String> response = server.send(delivery("d-1", BODY));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(server.tree(response).path("delivery").asString()).isEqualTo("d-1");
    assertThat(server.tree(response).path("repeated").asBoolean()).isFalse();
    assertThat(server.read("/deliveries").path("items").get(0).path("event").asString())
        .isEqualTo("ping");
  }

  @Test
  void aRepeatedDeliveryIsAcceptedAndSaidToBeOne() throws Exception {
    server.send(delivery("d-1", BODY));
    HttpResponse<String> response = server.send(delivery("d-1", BODY));
    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(server.tree(response).path("repeated").asBoolean()).isTrue();
    assertThat(server.read("/deliveries").path("items").size()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanADeliveryThatIsUnknownIsNotAnEmptyPage() throws Exception {
    server.send(delivery("d-1", BODY));
    assertThat(server.read("/deliveries?before=d-1").path("items").size()).isZero();
    HttpResponse<String> unknown = server.send(server.api("/deliveries?before=d-2"));
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(server.tree(unknown).path("detail").asString()).contains("\"d-2\"");
    assertThat(server.get("/deliveries?before=d-2").statusCode()).isEqualTo(400);
  }

  @Test
  void aFormIsAccepted() throws Exception {
    String form = "payload=" + URLEncoder.encode(BODY, StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        server
            .to("/webhooks/github")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-GitHub-Event", "ping")
            .header("X-GitHub-Delivery", "d-2")
            .header("X-Hub-Signature-256", signature(form))
            .POST(BodyPublishers.ofString(form));
    assertThat(server.send(request).statusCode()).isEqualTo(202);
  }

  @Test
  void whatIsNotSignedIsRefused() throws Exception {
    assertProblem(without("X-Hub-Signature-256", BODY), 401);
    HttpRequest.Builder wrong =
        delivery("d-1", BODY).setHeader("X-Hub-Signature-256", signature("other"));
    assertProblem(server.send(wrong), 401);
    HttpRequest.Builder garbage =
        delivery("d-1", BODY).setHeader("X-Hub-Signature-256", "sha256=no");
    assertProblem(server.send(garbage), 401);
  }

  @Test
  void aSignatureBySha1IsNotEnough() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(TestServer.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    String sha1 =
        "sha1=" + HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
    HttpRequest.Builder request =
        server
            .to("/webhooks/github")
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", "ping")
            .header("X-GitHub-Delivery", "d-1")
            .header("X-Hub-Signature", sha1)
            .POST(BodyPublishers.ofString(BODY));
    assertProblem(server.send(request), 401);
  }

  @Test
  void whatCannotBeReadIsRefused() throws Exception {
    assertProblem(server.send(delivery("d-1", "{\"open\":")), 400);
    assertProblem(server.send(delivery("d-1", "")), 400);
    assertProblem(without("X-GitHub-Event", BODY), 400);
    assertProblem(without("X-GitHub-Delivery", BODY), 400);
    assertProblem(server.send(delivery("d-1", BODY).setHeader("Content-Type", "text/xml")), 415);
    assertThat(server.read("/deliveries").path("items").size()).isZero();
  }

  @Test
  void anAnnouncedGiantIsRefusedBeforeItIsSent() throws Exception {
    String answer =
        raw(
            "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: "
                + (WebhookRequest.MAX_BYTES + 1)
                + "\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 413 ")
        .contains("Connection: close", "application/problem+json");
  }

  @Test
  void aGiantThatDoesNotAnnounceItselfIsCountedOff() throws Exception {
    byte[] giant = new byte[WebhookRequest.MAX_BYTES + 1];
    HttpRequest.Builder request =
        delivery("d-1", BODY)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(giant)));
    assertProblem(server.send(request), 413);
  }

  @Test
  void aBodyOfTheLargestSizeIsTaken() throws Exception {
    String body = "{\"x\":\"" + "y".repeat(WebhookRequest.MAX_BYTES - 8) + "\"}";
    assertThat(server.send(delivery("d-1", body)).statusCode()).isEqualTo(202);
  }

  @Test
  void withoutRoomInTheBudgetItIsToBeSentAgain() throws Exception {
    assertThat(server.inFlight.take(TestServer.BUDGET - 10)).isTrue();
    HttpResponse<String> response = server.send(delivery("d-1", BODY));
    server.inFlight.release(TestServer.BUDGET - 10);
    assertProblem(response, 503);
    assertThat(TestServer.header(response, "Retry-After")).isEqualTo("30");
    assertThat(server.send(delivery("d-1", BODY)).statusCode()).isEqualTo(202);
  }

  @Test
  void whenTheStoreIsAwayItIsToBeSentAgain() throws Exception {
    server.store.close();
    HttpResponse<String> response = server.send(delivery("d-1", BODY));
    assertProblem(response, 503);
    assertThat(TestServer.header(response, "Retry-After")).isEqualTo("30");
  }

  @Test
  void aBodyThatTricklesInIsGivenUp() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      write(socket, "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
      org.awaitility.Awaitility.await().until(() -> server.inFlight.held() > 0);
      server.clock.advance(java.time.Duration.ofSeconds(31));
      write(socket, " ");
      assertThat(answer(socket)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void aClientThatStopsInTheMiddleHoldsNothing() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      write(socket, "POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
      org.awaitility.Awaitility.await().until(() -> server.inFlight.held() > 0);
    }
    org.awaitility.Awaitility.await().until(() -> server.inFlight.held() == 0);
  }

  private void assertProblem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(TestServer.header(response, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(server.tree(response).path("status").asInt()).isEqualTo(status);
    assertThat(server.tree(response).path("instance").asString()).isEqualTo("/webhooks/github");
    assertThat(response.body()).doesNotContain(TestServer.SECRET);
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      write(socket, request);
      return answer(socket);
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  private static String answer(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
