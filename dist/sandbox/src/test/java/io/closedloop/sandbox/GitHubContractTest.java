package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.contract.GitHubRest;
import io.closedloop.sandbox.world.ForgeApp;
import io.closedloop.sandbox.world.Job;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks every route of the sandbox; {@link Client} holds each answer against GitHub's document. */
class GitHubContractTest {
  /** What GitHub's document does not list: GraphQL, and the default branch's sources. */
  private static final List<String> ELSEWHERE =
      List.of("POST /graphql", "GET /repos/{owner}/{repo}/tarball");

  private static final String JOBS =
      """
      good:
        runs-on: ubuntu-latest
        steps:
          - run: echo "::warning file=a.txt,line=1::odd"
      bad:
        runs-on: ubuntu-latest
        steps:
          - run: exit 1
      """;

  private final GitHubRest rest = GitHubRest.load();
  private final Map<String, String> values = new LinkedHashMap<>();
  private Bench bench;
  private Client app;
  private Client itself;
  private String sha;

  @BeforeEach
  void start() throws Exception {
    SandboxOptions options = SandboxOptions.defaults().withToken("app-token", "loop[bot]");
    bench = new Bench(options, Bench.workflow("[push]", JOBS));
    app = new Client(bench.sandbox(), "app-token");
    AppSigner signer = AppSigner.make();
    bench
        .sandbox()
        .installApp(
            new ForgeApp(77, "closedloop", signer.publicKey(), Map.of("contents", "write")));
    Instant now = InstantSource.system().instant();
    itself =
        new Client(bench.sandbox(), signer.jwt("77", now.minusSeconds(60), now.plusSeconds(300)));
    values.put("{id}", id(itself.get(Bench.API + "/installation")));
    sha = bench.sandbox().push(Bench.REPO, "topic", Map.of("dir/a.txt", "a\n"), "ann", "A change");
    bench.sandbox().push(Bench.REPO, "other", Map.of("b.txt", "b\n"), "ann", "Another");
    bench.sandbox().protect(Bench.REPO, "main");
    int number = bench.sandbox().openPullRequest(Bench.REPO, "topic", "main", "Title", "ann");
    values.put("{owner}", "acme");
    values.put("{repo}", "shop");
    values.put("{number}", String.valueOf(number));
    values.put("{attempt}", "1");
    values.put("{workflow}", "ci.yml");
    values.put("/git/ref/{ref+}", "/git/ref/heads/topic");
    values.put("/git/refs/{ref+}", "/git/refs/heads/topic");
    values.put("{ref+}", "topic");
    values.put("{branch+}", "main");
    values.put("{path+}", "README.md");
    values.put("{span+}", "main...topic");
    String comments = Bench.API + "/issues/" + number + "/comments";
    values.put("{comment}", id(bench.bot().post(comments, object("body", "first"))));
    values.put("{check}", id(app.post(Bench.API + "/check-runs", checkRun())));
    JsonNode blob = bench.bot().post(Bench.API + "/git/blobs", object("content", "x")).json();
    values.put("/git/blobs/{sha}", "/git/blobs/" + blob.path("sha").asString());
    values.put("{sha}", sha);
    values.put("{sha+}", sha);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static String id(Client.Answer answer) {
    return String.valueOf(answer.json().path("id").asLong());
  }

  private ObjectNode checkRun() {
    return object(
        "name",
        "closedloop",
        "head_sha",
        sha,
        "status",
        "in_progress",
        "output",
        object("title", "T", "summary", "S"));
  }

  @Test
  void everyRouteIsGitHubsAndAnswersAsGitHubDoes() throws Exception {
    SoftAssertions softly = new SoftAssertions();
    for (String route : bench.sandbox().routes()) {
      bench.settle();
      Job job = bench.sandbox().runs(Bench.REPO).getFirst().latest().jobs().getLast();
      values.put("{job}", String.valueOf(job.id()));
      values.put("{run}", String.valueOf(job.run().id()));
      long artifact = bench.sandbox().upload(job.run(), "reports", new byte[] {'P', 'K'});
      values.put("{artifact}", String.valueOf(artifact));
      values.put("{format}", "zip");
      String[] words = route.split(" ", 2);
      String path = words[1];
      for (Map.Entry<String, String> value : values.entrySet()) {
        path = path.replace(value.getKey(), value.getValue());
      }
      assertThat(ELSEWHERE.contains(route) || rest.operation(words[0], path).isPresent())
          .as("GitHub knows %s", route)
          .isTrue();
      String asked = path;
      softly.check(() -> asks(words[0], asked, route));
    }
    softly.assertAll();
  }

  private void asks(String method, String path, String route)
      throws IOException, InterruptedException {
    Client client = route.contains("/check-runs") ? app : byTheApp(route) ? itself : bench.bot();
    Client.Answer answer =
        switch (method) {
          case "GET" -> client.get(path);
          case "PATCH" -> client.patch(path, body(route));
          default -> client.post(path, body(route));
        };
    assertThat(answer.status()).as("%s: %s", route, answer.response().body()).isLessThan(400);
  }

  private static boolean byTheApp(String route) {
    return route.contains(" /app") || route.endsWith("/installation");
  }

  private ObjectNode body(String route) {
    if (route.endsWith("/access_tokens")) {
      return object("repositories", List.of("shop"));
    }
    return switch (route.replaceFirst(".*\\{repo}/", "")) {
      case "POST /graphql" -> object("query", "query { viewer { login } }");
      case "pulls" -> object("title", "T", "head", "other", "base", "main", "body", "B");
      case "issues/{number}/comments", "issues/comments/{comment}" -> object("body", "text");
      case "statuses/{sha}" -> object("state", "success", "context", "loop");
      case "git/blobs" -> object("content", "x", "encoding", "utf-8");
      case "git/trees" ->
          object(
              "base_tree",
              sha,
              "tree",
              List.of(object("path", "b.txt", "mode", "100644", "type", "blob", "content", "b")));
      case "git/commits" -> object("message", "m", "tree", sha, "parents", List.of(sha));
      case "git/refs" -> object("ref", "refs/heads/new", "sha", sha);
      case "git/refs/{ref+}" -> object("sha", sha, "force", false);
      case "check-runs" -> checkRun();
      case "check-runs/{check}" -> object("conclusion", "neutral");
      default -> object();
    };
  }
}
