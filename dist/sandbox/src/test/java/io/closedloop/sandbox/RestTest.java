package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.sandbox.http.RequestMatch;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RestTest {
  private Bench bench;

  @BeforeEach
  void start() throws IOException {
    bench = Bench.plain();
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void aBadTokenIsRefusedAndTheErrorLooksLikeGitHubs() throws Exception {
    Client.Answer answer = bench.bot().get("/user", "Authorization", "Bearer wrong");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("message").asString()).isEqualTo("Bad credentials");
    assertThat(answer.json().path("status").asString()).isEqualTo("401");
    assertThat(answer.json().has("documentation_url")).isTrue();
  }

  @Test
  void aRequestWithoutUserAgentIsForbidden() throws Exception {
    assertThat(bench.bot().get("/user", "User-Agent", "").status()).isEqualTo(403);
  }

  @Test
  void aTokenBelongsToItsUser() throws Exception {
    assertThat(bench.bot().get("/user").json().path("login").asString())
        .isEqualTo("closedloop-bot");
    assertThat(bench.ann().get("/user").json().path("login").asString()).isEqualTo("ann");
  }

  @Test
  void anAppIsNoUserButItsLoginCanBeAskedFor() throws Exception {
    SandboxOptions options = SandboxOptions.defaults().withToken("app-token", "loop[bot]");
    try (Sandbox sandbox = Sandbox.start(options)) {
      Client app = new Client(sandbox, "app-token");

      assertThat(app.get("/user").status()).isEqualTo(403);
      assertThat(
              app.post("/graphql", object("query", "query { viewer { login } }"))
                  .json()
                  .at("/data/viewer/login")
                  .asString())
          .isEqualTo("loop[bot]");
    }
  }

  @Test
  void whatIsUnchangedIsNotSentAgainAndCostsNothing() throws Exception {
    Client.Answer first = bench.bot().get(Bench.API);
    Client.Answer again = bench.bot().get(Bench.API, "If-None-Match", first.header("ETag"));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.response().body()).isEmpty();
    assertThat(again.header("X-RateLimit-Used")).isEqualTo(first.header("X-RateLimit-Used"));
    assertThat(bench.bot().get(Bench.API).header("X-RateLimit-Remaining")).isEqualTo("4998");
  }

  @Test
  void listsComeInPagesThatLinkToEachOther() throws Exception {
    bench.sandbox().push(Bench.REPO, "topic", Map.of("a", "1\n"), "ann", "A change");
    int number = bench.sandbox().openPullRequest(Bench.REPO, "topic", "main", "T", "ann");
    String comments = Bench.API + "/issues/" + number + "/comments";
    for (int i = 0; i < 5; i++) {
      assertThat(bench.bot().post(comments, object("body", "no. " + i)).status()).isEqualTo(201);
    }

    Client.Answer middle = bench.bot().get(comments + "?per_page=2&page=2");
    assertThat(middle.json()).hasSize(2);
    assertThat(middle.json().get(0).path("body").asString()).isEqualTo("no. 2");
    assertThat(middle.header("Link"))
        .contains("page=3&per_page=2>; rel=\"next\"", "page=3&per_page=2>; rel=\"last\"")
        .contains("page=1&per_page=2>; rel=\"first\"", "page=1&per_page=2>; rel=\"prev\"");
    assertThat(bench.bot().get(comments).header("Link")).isEmpty();
  }

  @Test
  void whatDoesNotExistIsNotFound() throws Exception {
    for (String path :
        new String[] {
          "/repos/acme/none", Bench.API + "/pulls/9", Bench.API + "/actions/runs/x", "/nothing"
        }) {
      assertThat(bench.bot().get(path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void aBranchNameMayHoldSlashes() throws Exception {
    String sha = bench.sandbox().push(Bench.REPO, "fix/a+b", Map.of("a", "1\n"), "ann", "A change");

    assertThat(bench.bot().get(Bench.API + "/branches/fix/a+b").json().at("/commit/sha"))
        .hasToString("\"" + sha + "\"");
    assertThat(bench.bot().get(Bench.API + "/git/ref/heads/fix%2Fa%2Bb").status()).isEqualTo(200);
    assertThat(bench.bot().get(Bench.API + "/commits/fix/a+b/status").status()).isEqualTo(200);
  }

  @Test
  void aProtectedBranchSaysSoInBothPlaces() throws Exception {
    bench.sandbox().protect(Bench.REPO, "main");

    assertThat(bench.bot().get(Bench.API + "/branches/main").json().path("protected").asBoolean())
        .isTrue();
    assertThat(bench.bot().get(Bench.API + "/rules/branches/main").json()).hasSize(1);
    assertThat(bench.bot().get(Bench.API + "/rules/branches/other").json()).isEmpty();
  }

  @Test
  void anOutageAnswers503AndEndsWhenToldTo() throws Exception {
    bench.sandbox().outage(true);
    assertThat(bench.bot().get("/user").status()).isEqualTo(503);
    bench.sandbox().outage(false);
    assertThat(bench.bot().get("/user").status()).isEqualTo(200);
  }

  @Test
  void plannedFailuresHitOnlyWhatFitsAndOnlySoOften() throws Exception {
    bench
        .sandbox()
        .failNext(2, 429, Map.of("Retry-After", "7"), RequestMatch.of("GET", "/repos/.*"));

    assertThat(bench.bot().get("/user").status()).isEqualTo(200);
    assertThat(bench.bot().get(Bench.API).header("Retry-After")).isEqualTo("7");
    assertThat(bench.bot().get(Bench.API).status()).isEqualTo(429);
    assertThat(bench.bot().get(Bench.API).status()).isEqualTo(200);
  }

  @Test
  void aDroppedAnswerBelongsToARequestThatWasCarriedOut() throws Exception {
    bench.sandbox().push(Bench.REPO, "topic", Map.of("a", "1\n"), "ann", "A change");
    int number = bench.sandbox().openPullRequest(Bench.REPO, "topic", "main", "T", "ann");
    String comments = Bench.API + "/issues/" + number + "/comments";
    RequestMatch posts = RequestMatch.of("POST", ".*/comments");
    bench.sandbox().dropNextAnswer(posts);

    assertThatThrownBy(() -> bench.bot().post(comments, object("body", "once")))
        .isInstanceOf(IOException.class);
    assertThat(bench.sandbox().comments(Bench.REPO, number)).hasSize(1);
    assertThat(bench.sandbox().requests()).anyMatch(seen -> !seen.answered());
    assertThat(bench.sandbox().count(posts)).isEqualTo(1);
  }

  @Test
  void aRefusedRequestDoesNotUseUpThePlannedCut() throws Exception {
    RequestMatch posts = RequestMatch.of("POST", "/graphql");
    JsonNode who = object("query", "{ viewer { login } }");
    bench.sandbox().dropNextAnswer(posts);
    bench.sandbox().failNext(1, 500, posts);

    assertThat(bench.bot().post("/graphql", who).status()).isEqualTo(500);
    assertThatThrownBy(() -> bench.bot().post("/graphql", who)).isInstanceOf(IOException.class);
    assertThat(bench.bot().post("/graphql", who).status()).isEqualTo(200);
  }

  @Test
  void onlyTheAppMayWriteCheckRuns() throws Exception {
    assertThat(bench.bot().post(Bench.API + "/check-runs", object("name", "x")).status())
        .isEqualTo(403);
  }
}
