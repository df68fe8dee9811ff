package io.closedloop.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.closedloop.sandbox.hook.Delivery;
import io.closedloop.sandbox.world.Body;
import io.closedloop.sandbox.world.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebhookTest {
  private static final String JOBS = "ok:\n  steps:\n    - run: echo ok\n";
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private HttpServer receiver;
  private Bench bench;

  private record Received(Headers headers, Body body) {
    String event() {
      JsonNode json = Json.read(body.bytes());
      return headers.getFirst("X-GitHub-Event")
          + (json.has("action") ? "." + json.path("action").asString() : "");
    }

    String id() {
      return headers.getFirst("X-GitHub-Delivery");
    }
  }

  @BeforeEach
  void start() throws Exception {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          try (exchange) {
            Body body = Body.of(exchange.getRequestBody().readAllBytes());
            received.add(new Received(exchange.getRequestHeaders(), body));
            exchange.sendResponseHeaders(202, -1);
          }
        });
    receiver.start();
    bench =
        new Bench(
            SandboxOptions.defaults().withSecret("s3cret"), Bench.workflow("pull_request", JOBS));
    bench
        .sandbox()
        .webhook(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"));
    bench.settle();
    received.clear();
  }

  @AfterEach
  void stop() throws IOException {
    bench.close();
    receiver.stop(0);
  }

  private void openPullRequest() throws InterruptedException {
    bench.sandbox().push(Bench.REPO, "topic", Map.of("a", "1\n"), "ann", "A change");
    bench.sandbox().openPullRequest(Bench.REPO, "topic", "main", "T", "ann");
    bench.settle();
  }

  @Test
  void thePingComesFirst() {
    assertThat(bench.sandbox().webhooks().deliveries())
        .extracting(delivery -> delivery.event().name())
        .contains("ping");
  }

  @Test
  void eventsTellTheStoryInOrder() throws Exception {
    openPullRequest();

    assertThat(received)
        .extracting(Received::event)
        .containsExactly(
            "push",
            "pull_request.opened",
            "workflow_run.requested",
            "workflow_job.queued",
            "workflow_run.in_progress",
            "workflow_job.in_progress",
            "workflow_job.completed",
            "check_run.completed",
            "workflow_run.completed");
    JsonNode run = Json.read(received.getLast().body().bytes());
    assertThat(run.at("/workflow_run/conclusion").asString()).isEqualTo("success");
    assertThat(run.at("/workflow_run/pull_requests/0/number").asInt()).isEqualTo(1);
    assertThat(run.at("/repository/full_name").asString()).isEqualTo(Bench.REPO);
    assertThat(run.at("/sender/login").asString()).isEqualTo("ann");
  }

  @Test
  void eachDeliveryIsSignedOverItsBytes() throws Exception {
    openPullRequest();

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    assertThat(received)
        .isNotEmpty()
        .allSatisfy(one -> {
          String right = HexFormat.of().formatHex(mac.doFinal(one.body().bytes()));
          assertThat(one.headers().getFirst("X-Hub-Signature-256")).isEqualTo("sha256=" + right);
          assertThat(one.headers().getFirst("X-Hub-Signature")).startsWith("sha1=");
          assertThat(one.headers().getFirst("User-Agent")).startsWith("GitHub-Hookshot/");
        });
  }

  @Test
  void aDuplicateKeepsItsId() throws Exception {
    bench.sandbox().webhooks().duplicateNext(1);
    openPullRequest();

    assertThat(received.get(1).id()).isEqualTo(received.getFirst().id());
    assertThat(received.get(2).id()).isNotEqualTo(received.getFirst().id());
  }

  @Test
  void aLostDeliveryComesWhenItIsRedelivered() throws Exception {
    bench.sandbox().webhooks().dropNext(1);
    openPullRequest();
    assertThat(received).extracting(Received::event).doesNotContain("push");

    Delivery lost =
        bench.sandbox().webhooks().deliveries().stream()
            .filter(delivery -> delivery.outcome() == Delivery.Outcome.DROPPED)
            .findFirst()
            .orElseThrow();
    bench.sandbox().webhooks().redeliver(lost.event().id());
    bench.settle();

    assertThat(received.getLast().event()).isEqualTo("push");
    assertThat(received.getLast().id()).isEqualTo(lost.event().id());
  }

  @Test
  void whatWasHeldBackCanComeInReverse() throws Exception {
    bench.sandbox().webhooks().hold();
    openPullRequest();
    assertThat(received).isEmpty();

    bench.sandbox().webhooks().releaseReversed();
    bench.settle();

    assertThat(received.getFirst().event()).isEqualTo("workflow_run.completed");
    assertThat(received.getLast().event()).isEqualTo("push");
  }

  @Test
  void aReceiverThatIsAwayMissesTheDelivery() throws Exception {
    receiver.stop(0);
    openPullRequest();

    assertThat(bench.sandbox().webhooks().deliveries().getLast().outcome())
        .isEqualTo(Delivery.Outcome.UNANSWERED);
  }
}
