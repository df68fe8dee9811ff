package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Priority;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.store.GroupCommit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\u202e";
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

  @Test
  void anEmptyListSaysHowToBegin() throws Exception {
    HttpResponse<String> page = server.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Nothing has failed yet", "/webhooks/github");
  }

  @Test
  void theListShowsWhatWaitsForAPerson() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    samples.recovered(Samples.failure("main"));
    assertThat(server.get("/").body())
        .contains(
            "/incidents/" + incident.id(),
            "awaiting approval",
            "fix/basket · #12",
            "octo/shop",
            "recovered");
    assertThat(server.get("/?state=recovered").body()).doesNotContain(incident.id());
  }

  @Test
  void theListLeadsToOlderIncidentsAndBack() throws Exception {
    for (int i = 0; i < 51; i++) {
      samples.open(Samples.failure("branch-" + i));
    }
    String first = server.get("/?state=open").body();
    assertThat(first).contains("Older →").doesNotContain("← Newest");
    String cursor = first.replaceAll("(?s).*cursor=([A-Za-z0-9_-]+).*", "$1");
    assertThat(server.get("/?state=open&cursor=" + cursor).body())
        .contains("← Newest")
        .doesNotContain("Older →");
  }

  @Test
  void anIncidentShowsWhyItFailedAndWhatMayBeDone() throws Exception {
    Incident incident = samples.recovered(Samples.failure("fix/basket"));
    assertThat(server.get("/incidents/" + incident.id()).body())
        .contains("94 % sure")
        .contains("<mark>Error: the following files are not formatted:</mark>")
        .contains("<b>230</b>Checking 41 files", "<code class=\"apart\">⋯</code>")
        .contains("href=\"https://github.com/octo/shop/actions/runs/70/job/71\"")
        .contains("href=\"https://github.com/octo/shop/pull/12\"")
        .contains("only such are re-run")
        .contains("class=\"decides\">automatic: listed under automatic_actions of quality_gates")
        .contains("class=\"add\">+  int total() {")
        .contains("<i>··→</i>")
        .contains("Recovered and proven")
        .doesNotContain("http-equiv=\"refresh\"");
  }

  @Test
  void thePriorityIsABadgeWithItsReasons() throws Exception {
    Incident incident = samples.urgent(Samples.failure("fix/basket"), Priority.CRITICAL);
    assertThat(server.get("/incidents/" + incident.id()).body())
        .contains("<span class=\"badge bad\">critical</span>", "How urgent it is")
        .contains("<li>count: 5 failed: critical</li>");
    assertThat(server.get("/?priority=critical").body())
        .contains(
            incident.id(), "<span class=\"badge bad\">critical</span>", "Only priority critical");
    assertThat(server.get("/?priority=low").body()).doesNotContain(incident.id());
  }

  @Test
  void hostileTextIsShownAndNeverObeyed() throws Exception {
    Failure failure =
        Samples.failure("feature/" + HOSTILE, "quality_gates", HOSTILE, "javascript:alert(1)");
    Incident incident = samples.awaitingApproval(failure);
    for (String path : List.of("/", "/incidents/" + incident.id())) {
      String page = server.get(path).body();
      assertThat(page)
          .doesNotContain("<script")
          .doesNotContain("href=\"javascript:")
          .doesNotContain("\u202e")
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .contains("\\u{202e}");
    }
    String narrowed =
        server.get("/?repository=%22%3E%3Cscript%3E&category=%27%22%3E%3Cb%3E").body();
    assertThat(narrowed).doesNotContain("<script", "<b>");
  }

  @Test
  void pagesMayLoadAndRunNothingForeign() throws Exception {
    HttpResponse<String> page = server.get("/");
    assertThat(TestServer.header(page, "Content-Security-Policy"))
        .startsWith("default-src 'none'; style-src 'self'")
        .contains("frame-ancestors 'none'");
    assertThat(TestServer.header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(TestServer.header(page, "Referrer-Policy")).isEqualTo("same-origin");
    assertThat(page.body()).doesNotContain("<script", "style=\"", "onclick");
    String style = page.body().replaceAll("(?s).*href=\"(/assets/style\\.css[^\"]*)\".*", "$1");
    assertThat(TestServer.header(server.get(style), "Content-Type")).startsWith("text/css");
  }

  @Test
  void aDecisionIsTakenByForm() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    assertThat(server.get("/incidents/" + incident.id()).body())
        .contains("value=\"" + Samples.DIGEST + "\"")
        .doesNotContain("http-equiv=\"refresh\"");
    HttpResponse<String> response = server.send(ours(incident, TestServer.TOKEN));
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(TestServer.header(response, "Location")).isEqualTo("/incidents/" + incident.id());
    assertThat(server.get("/incidents/" + incident.id()).body())
        .contains("Approved by Mona (token admin)");
    HttpResponse<String> again =
        server.send(ours(incident, TestServer.TOKEN).header("Accept", "text/html"));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).startsWith("<!doctype html>").contains("does not wait for a decision");
  }

  @Test
  void aFormOfAnotherSiteIsRefusedEvenWithTheToken() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    for (HttpRequest.Builder request :
        List.of(
            form(incident, TestServer.TOKEN),
            form(incident, TestServer.TOKEN).header("Origin", "https://evil.example"),
            form(incident, TestServer.TOKEN).header("Origin", "null"),
            form(incident, TestServer.TOKEN)
                .header("Origin", "http://127.0.0.1:" + server.http.port())
                .header("Sec-Fetch-Site", "same-site"))) {
      assertThat(server.send(request).statusCode()).isEqualTo(403);
    }
    assertThat(server.get("/incidents/" + incident.id()).body())
        .contains("waits for your decision");
  }

  @Test
  void aFormNeedsTheTokenEvenAtThisMachine() throws Exception {
    Incident incident = samples.awaitingApproval(Samples.failure("fix/basket"));
    assertThat(server.send(ours(incident, "wrong")).statusCode()).isEqualTo(403);
    HttpResponse<String> none = server.send(ours(incident, ""));
    assertThat(none.statusCode()).isEqualTo(401);
    assertThat(TestServer.header(none, "WWW-Authenticate")).startsWith("Basic");
    assertThat(
            server
                .send(ours(incident, "").header("Authorization", basic(TestServer.TOKEN)))
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void atLoopbackAPageIsOpenToThisMachineOnly() throws Exception {
    assertThat(raw("Host: localhost")).startsWith("HTTP/1.1 200");
    assertThat(raw("Host: rebound.example")).startsWith("HTTP/1.1 401");
    assertThat(raw("Host: localhost\r\nX-Forwarded-For: 203.0.113.9")).startsWith("HTTP/1.1 401");
  }

  @Test
  void elsewhereAPageNeedsTheToken(@TempDir Path other) throws Exception {
    try (TestServer open = new TestServer(other, "0.0.0.0", new GroupCommit.Limits(10, 1000, 10))) {
      for (String path : List.of("/", "/deliveries", "/plugins", "/metrics", "/incidents/abc")) {
        HttpResponse<String> refused = open.get(path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(TestServer.header(refused, "WWW-Authenticate")).startsWith("Basic");
        assertThat(open.send(open.to(path).header("Authorization", basic("wrong"))).statusCode())
            .isEqualTo(401);
        assertThat(
                open.send(open.to(path).header("Authorization", basic(TestServer.TOKEN)))
                    .statusCode())
            .isIn(200, 404);
      }
      assertThat(open.get("/healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void deliveriesAndPluginsHavePages() throws Exception {
    server.plugins.add(
        new PluginRow(
            "channel", "pr_comments", "pr_comments", "pr-comment", "0.1.0", true, List.of()));
    assertThat(server.get("/plugins").body()).contains("pr_comments");
    assertThat(server.get("/deliveries").body()).contains("Nothing was delivered");
  }

  @Test
  void aBrowserIsToldOfErrorsOnAPage() throws Exception {
    HttpResponse<String> page =
        server.send(server.to("/incidents/nobody").header("Accept", "text/html,*/*"));
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("<h1>Not Found</h1>", "there is no incident of this id");
  }

  private HttpRequest.Builder ours(Incident incident, String token) {
    return form(incident, token).header("Origin", "http://127.0.0.1:" + server.http.port());
  }

  private HttpRequest.Builder form(Incident incident, String token) {
    return server
        .to("/incidents/" + incident.id() + "/approval")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            BodyPublishers.ofString(
                "decision=approve&proposal=" + Samples.DIGEST + "&by=Mona&token=" + token));
  }

  private static String basic(String password) {
    return "Basic "
        + Base64.getEncoder().encodeToString(("any:" + password).getBytes(StandardCharsets.UTF_8));
  }

  private String raw(String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.http.port())) {
      String request = "GET / HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
