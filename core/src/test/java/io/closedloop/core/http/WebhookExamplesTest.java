package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.RepoId;
import io.closedloop.api.Secret;
import io.closedloop.contract.WebhookExample;
import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.intake.DeliveryHandler;
import io.closedloop.core.intake.GitHubEvents;
import io.closedloop.core.intake.GitHubListener;
import io.closedloop.core.intake.WebhookSignature;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sends an example of every event that GitHub has through the server's front door. */
class WebhookExamplesTest {
  @TempDir Path folder;
  private final List<String> heard = new ArrayList<>();
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(folder, new Listener());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private final class Listener implements GitHubListener {
    @Override
    public String runCompleted(RepoId repo, long runId, int attempt) {
      heard.add("workflow_run");
      return "heard";
    }

    @Override
    public String pushed(RepoId repo, String branch, String headSha) {
      heard.add("push");
      return "heard";
    }

    @Override
    public String pullRequestClosed(RepoId repo, int number, String headRef) {
      heard.add("pull_request");
      return "heard";
    }
  }

  private HttpResponse<String> post(String id, WebhookExample example) throws Exception {
    String signature =
        new WebhookSignature(List.of(Secret.of(TestServer.SECRET)))
            .sign(example.payload().getBytes(StandardCharsets.UTF_8));
    return server.send(
        server
            .to("/webhooks/github")
            .header("Content-Type", "application/json")
            .header("X-GitHub-Event", example.event())
            .header("X-GitHub-Delivery", id)
            .header("X-Hub-Signature-256", signature)
            .POST(BodyPublishers.ofString(example.payload())));
  }

  @Test
  void everyEventIsTakenHandledAndCounted() throws Exception {
    List<WebhookExample> examples = WebhookExample.all();
    DeliveryHandler handler = server.injector.getInstance(DeliveryHandler.class);
    for (int i = 0; i < examples.size(); i++) {
      assertThat(post("d-" + i, examples.get(i)).statusCode())
          .as("%s", examples.get(i))
          .isEqualTo(202);
    }
    for (Deliveries.Row row : rows(examples.size())) {
      if (row.state().equals("received")) {
        handler.run(row.id());
      }
    }

    assertThat(rows(examples.size()))
        .hasSize(examples.size())
        .allSatisfy(row -> assertThat(row.state()).as(row.event()).isEqualTo("handled"));
    assertThat(counted())
        .isEqualTo(examples.stream().filter(e -> !GitHubEvents.actedUpon(e.event())).count());
    assertThat(heard).containsOnly("workflow_run", "push", "pull_request");
  }

  private List<Deliveries.Row> rows(int most) {
    return server.store.read(tx -> Deliveries.page(tx, null, most));
  }

  private long counted() {
    return (long)
        server.meters.find("closedloop.deliveries.unhandled").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
  }
}
