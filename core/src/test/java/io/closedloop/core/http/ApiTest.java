package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Priority;
import io.closedloop.core.incident.Incident;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ApiTest {
  @TempDir Path folder;
  private TestServer server;
  private Samples samples;

  @BeforeEach
  void start() {
    server = new TestServer(folder);
    samples = new Samples(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/incidents",
        "/api/v1/incidents/abc",
        "/api/v1/plugins",
        "/api/v1/deliveries",
        "/api/v1/github",
        "/api/v1/configuration"
      })
  void nothingIsToldWithoutTheToken(String path) throws Exception {
    HttpResponse<String> none = server.get(path);
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(TestServer.header(none, "WWW-Authenticate")).startsWith("Bearer");
    assertThat(none.body()).contains("send a token").doesNotContain("no token of this server");
    assertThat(server.send(server.to(path).header("Authorization", "Bearer wrong")).body())
        .contains("this is no token of this server; send a token");
    for (String wrong :
        List.of(
            "Bearer wrong", "Bearer", "Bearer ", TestServer.TOKEN, "Basic " + TestServer.TOKEN)) {
      assertThat(server.send(server.to(path).header("Authorization", wrong)).statusCode())
          .as(wrong)
          .isEqualTo(401);
    }
  }

  @Test
  void itIsToldWhoWeAreToGitHub() throws Exception {
    JsonNode standing = server.read("/github");

    assertThat(standing.path("kind").asString()).isEqualTo("none");
    assertThat(standing.path("api_url").asString()).isEqualTo("https://api.github.com");
    assertThat(standing.path("installations").isArray()).isTrue();
    assertThat(standing.path("quotas").isArray()).isTrue();
  }

  @Test
  void settingsAreListedByKeyAndWhatKeepsThemFromBeingReadAnewIsSaid() throws Exception {
    server.configuration.rows.add(
        new Configuration.Row("github.token", "***", "closedloop.yml:3", "${env:T}"));
    server.configuration.rows.add(new Configuration.Row("server.port", 8080, "default", null));
    assertThat(server.read("/configuration").path("items")).hasSize(2);
    assertThat(
            server.read("/configuration?key=server").path("items").path(0).path("value").asInt(0))
        .isEqualTo(8080);

    server.configuration.next =
        new Configuration.Reload(false, List.of(), List.of(), List.of("closedloop.yml:1: no"));
    HttpRequest.Builder reload =
        server.api("/configuration/reload").POST(HttpRequest.BodyPublishers.noBody());
    HttpResponse<String> refused = server.send(reload);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(server.tree(refused).path("problems").path(0).asString(""))
        .isEqualTo("closedloop.yml:1: no");
    HttpRequest.Builder nobody =
        server.to("/api/v1/configuration/reload").POST(HttpRequest.BodyPublishers.noBody());
    assertThat(server.send(nobody).statusCode()).isEqualTo(401);
  }

  @Test
  void aDecisionWithoutTheTokenIsRefused() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    HttpResponse<String> response =
        server.send(
            server
                .to("/api/v1/incidents/" + incident.id() + "/approval")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(decision("approve", Samples.DIGEST))));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(phase(incident)).isEqualTo("awaiting_approval");
  }

  @Test
  void incidentsAreListedNewestFirstAndFiltered() throws Exception {
    Incident first = samples.recovered(Samples.failure("main"));
    Incident second = samples.awaitingApproval(Samples.failure("fix/basket", "testing", "x", ""));
    assertThat(ids("/incidents")).containsExactly(second.id(), first.id());
    assertThat(ids("/incidents?state=recovered")).containsExactly(first.id());
    assertThat(ids("/incidents?category=testing")).containsExactly(second.id());
    assertThat(ids("/incidents?repository=octo/shop")).hasSize(2);
    assertThat(ids("/incidents?repository=octo/other")).isEmpty();
  }

  @Test
  void thePriorityIsShownWithItsReasonsAndNarrowsTheList() throws Exception {
    Incident urgent = samples.urgent(Samples.failure("main"), Priority.HIGH);
    samples.open(Samples.failure("fix/basket"));

    JsonNode shown = server.read("/incidents/" + urgent.id()).path("priority");
    assertThat(shown.path("level").asString()).isEqualTo("high");
    assertThat(shown.path("reasons").path(0).asString()).isEqualTo("count: 5 failed: high");
    assertThat(ids("/incidents?priority=high")).containsExactly(urgent.id());
    assertThat(ids("/incidents?priority=low")).isEmpty();
    assertThat(server.read("/incidents").path("items"))
        .extracting(row -> row.path("priority").asString(""))
        .containsExactly("", "high");
    assertThat(server.send(server.api("/incidents?priority=urgent")).statusCode()).isEqualTo(400);
  }

  @Test
  void pagesStayAsTheyAreWhileNewIncidentsOpen() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      server.clock.advance(Duration.ofSeconds(i % 2)); // pairs share an instant
      all.addFirst(samples.open(Samples.failure("b" + i)).id());
    }
    List<String> seen = new ArrayList<>();
    JsonNode page = server.read("/incidents?limit=3");
    while (true) {
      page.path("items").forEach(item -> seen.add(item.path("id").asString()));
      samples.open(Samples.failure("later"));
      if (page.path("next").isNull()) {
        break;
      }
      page = server.read("/incidents?limit=3&cursor=" + page.path("next").asString());
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(all).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/incidents?limit=0",
        "/incidents?limit=201",
        "/incidents?limit=many",
        "/incidents?state=broken",
        "/incidents?cursor=nonsense",
        "/deliveries?limit=-1"
      })
  void aQueryThatMakesNoSenseIsExplained(String path) throws Exception {
    HttpResponse<String> response = server.send(server.api(path));
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(server.tree(response).path("detail").asString()).isNotBlank();
  }

  @Test
  void anIncidentIsToldWithItsWholeTimeline() throws Exception {
    Incident incident = samples.recovered(Samples.failure("fix/basket"));
    JsonNode told = server.read("/incidents/" + incident.id());
    assertThat(told.path("state").asString()).isEqualTo("recovered");
    assertThat(told.path("approval").isNull()).isTrue();
    JsonNode diagnosis = told.path("failure").path("diagnosis");
    assertThat(diagnosis.path("confidence").asDouble()).isEqualTo(0.94);
    assertThat(diagnosis.path("evidence").get(0).path("line").asInt()).isEqualTo(231);
    assertThat(told.path("failure").path("jobs").get(0).path("url").asString()).endsWith("/job/71");
    assertThat(told.path("plan").get(0).path("steps").get(0).asString()).startsWith("off: ");
    assertThat(told.path("attempts").get(0).path("outcome").asString()).isEqualTo("green");
    JsonNode timeline = told.path("timeline");
    assertThat(timeline.size()).isEqualTo(10);
    for (int i = 0; i < timeline.size(); i++) {
      assertThat(timeline.get(i).path("seq").asInt()).isEqualTo(i + 1);
      assertThat(timeline.get(i).path("at").asString()).matches("2026-11-22T10:.*Z");
      assertThat(timeline.get(i).path("text").asString()).isNotBlank();
    }
    assertThat(timeline.get(0).path("type").asString()).isEqualTo("IncidentOpened");
    assertThat(timeline.get(0).path("fields").path("failure").path("run").path("repo").asString())
        .isEqualTo("octo/shop");
    assertThat(timeline.get(2).path("fields").path("proposal").path("steps").isArray()).isTrue();
    assertThat(timeline.get(9).path("fields").path("outcome").asString()).isEqualTo("recovered");
  }

  @Test
  void whatWaitsForApprovalShowsWhatIsDecidedAbout() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    JsonNode approval = server.read("/incidents/" + incident.id()).path("approval");
    assertThat(approval.path("proposal").asString()).isEqualTo(Samples.DIGEST);
    assertThat(approval.path("preview").asString()).isEqualTo(Samples.PREVIEW);
  }

  @Test
  void anApprovalIsRecordedOnce() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    assertThat(decide(incident.id(), decision("approve", Samples.DIGEST)).statusCode())
        .isEqualTo(200);
    assertThat(phase(incident)).isEqualTo("acting");
    HttpResponse<String> again = decide(incident.id(), decision("approve", Samples.DIGEST));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(server.tree(again).path("title").asString()).isEqualTo("Conflict");
  }

  @Test
  void aRejectionIsRecorded() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    String body =
        "{\"decision\":\"reject\",\"proposal\":\"" + Samples.DIGEST + "\",\"by\":\"mona\"}";
    assertThat(decide(incident.id(), body).statusCode()).isEqualTo(200);
    JsonNode timeline = server.read("/incidents/" + incident.id()).path("timeline");
    assertThat(timeline.get(4).path("text").asString()).isEqualTo("Rejected by mona (token admin)");
  }

  @Test
  void aPersonClosesAnIncidentOnce() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    String body = "{\"by\":\"mona\",\"why\":\"known and accepted\"}";
    assertThat(dismiss(incident.id(), body).statusCode()).isEqualTo(200);
    JsonNode told = server.read("/incidents/" + incident.id());
    assertThat(told.path("state").asString()).isEqualTo("dismissed");
    assertThat(told.path("timeline").toString())
        .contains("Closed by mona (token admin)", "known and accepted");
    assertThat(dismiss(incident.id(), body).statusCode()).isEqualTo(409);
    assertThat(dismiss("nobody", body).statusCode()).isEqualTo(404);
  }

  @Test
  void aDecisionAboutSomethingElseIsRefused() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    assertThat(decide(incident.id(), decision("approve", "0".repeat(64))).statusCode())
        .isEqualTo(409);
    assertThat(decide(incident.id(), decision("perhaps", Samples.DIGEST)).statusCode())
        .isEqualTo(400);
    assertThat(decide(incident.id(), decision("approve", "")).statusCode()).isEqualTo(400);
    assertThat(decide(incident.id(), "[").statusCode()).isEqualTo(400);
    assertThat(decide("nobody", decision("approve", Samples.DIGEST)).statusCode()).isEqualTo(404);
    assertThat(phase(incident)).isEqualTo("awaiting_approval");
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    assertThat(server.send(server.api("/incidents/nobody")).statusCode()).isEqualTo(404);
    assertThat(server.send(server.api("/incidents/%20%0a")).statusCode()).isIn(400, 404);
    assertThat(server.send(server.api("/nothing")).statusCode()).isEqualTo(404);
  }

  @Test
  void pluginsAreListed() throws Exception {
    server.plugins.add(
        new PluginRow(
            "action",
            "code_formatting",
            "code_formatting",
            "format",
            "0.1.0",
            true,
            List.of("uses java.net")));
    JsonNode item = server.read("/plugins").path("items").get(0);
    assertThat(item.path("name").asString()).isEqualTo("code_formatting");
    assertThat(item.path("warnings").get(0).asString()).isEqualTo("uses java.net");
  }

  private List<String> ids(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    server.read(path).path("items").forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }

  private String phase(Incident incident) throws Exception {
    return server.read("/incidents/" + incident.id()).path("phase").asString();
  }

  private static String decision(String decision, String proposal) {
    return "{\"decision\":\"" + decision + "\",\"proposal\":\"" + proposal + "\"}";
  }

  private HttpResponse<String> decide(String id, String body) throws Exception {
    return server.send(
        server
            .api("/incidents/" + id + "/approval")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> dismiss(String id, String body) throws Exception {
    return server.send(
        server
            .api("/incidents/" + id + "/dismissal")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }
}
