package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOKEN;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Json;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.github.FakeGitHub.Answer;
import io.closedloop.core.github.GitHubRefused.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
  private final VirtualTime time = new VirtualTime();
  private FakeGitHub server;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    github = server.client(time);
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  @Test
  void everyRequestCarriesTheVersionAndWhoAsks() {
    server.on("GET " + TOP, Answer.ok("{\"default_branch\":\"trunk\"}"));

    assertThat(github.repository(REPO).defaultBranch()).isEqualTo("trunk");

    var asked = server.asked().getFirst();
    assertThat(asked.header("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
    assertThat(asked.header("Accept")).isEqualTo("application/vnd.github+json");
    assertThat(asked.header("User-Agent")).isEqualTo("closedloop/1.2.3");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void allPagesAreRead() {
    String jobs = TOP + "/actions/runs/7/attempts/2/jobs";
    server.on(
        "GET " + jobs,
        Answer.ok("{\"jobs\":[{\"id\":1}]}")
            .with(
                "Link",
                "<%s/x>; rel=\"first\", <%s%s?page=2>; rel=\"next\""
                    .formatted(server.url("127.0.0.1"), server.url("127.0.0.1"), jobs)),
        Answer.ok("{\"jobs\":[{\"id\":2},{\"id\":3}]}"));

    assertThat(github.jobs(REPO, 7, 2)).extracting("id").containsExactly(1L, 2L, 3L);
    assertThat(server.lines()).last().isEqualTo("GET " + jobs + "?page=2");
  }

  @Test
  void pagesEndAtTheLimitEvenWhenGitHubGoesOnForEver() {
    String runs = "GET " + TOP + "/actions/runs";
    server.on(
        runs,
        Answer.ok("{\"workflow_runs\":[{\"id\":1},{\"id\":2}]}")
            .with("Link", "<" + server.url("127.0.0.1") + TOP + "/actions/runs>; rel=\"next\""));

    assertThat(github.runs(REPO, RunQuery.newest(5))).hasSize(5);
    assertThat(server.count(runs)).isEqualTo(3);
  }

  @Test
  void aRunQueryBecomesGitHubsParameters() {
    server.on("GET " + TOP + "/actions/runs", Answer.ok("{}"));

    var query =
        RunQuery.newest(5)
            .ofBranch("a&b=c/d")
            .ofCommit("abc")
            .ofEvent("push")
            .inStatus("failure")
            .since(Instant.parse("2026-11-01T00:00:00Z"));

    assertThat(github.runs(REPO, query)).isEmpty();
    assertThat(server.lines().getFirst())
        .contains("branch=a%26b%3Dc%2Fd", "head_sha=abc", "event=push", "status=failure")
        .contains("created=%3E%3D2026-11-01T00%3A00%3A00Z", "per_page=5");
  }

  @Test
  void aNextPageOnAnotherHostIsNotFollowed() throws IOException {
    try (var evil = new FakeGitHub()) {
      server.on(
          "GET " + TOP + "/issues/1/comments",
          Answer.ok("[{\"id\":1}]")
              .with("Link", "<" + evil.url("localhost") + "/steal>; rel=\"next\""));

      assertThatThrownBy(() -> github.comments(REPO, 1))
          .isInstanceOf(GitHubUnavailable.class)
          .hasMessageContaining("localhost");
      assertThat(evil.asked()).isEmpty();
    }
  }

  @Test
  void whatHasNotChangedComesFromTheCache() {
    server.on(
        "GET " + TOP + "/pulls/3",
        Answer.ok("{\"number\":3,\"title\":\"first\"}").with("ETag", "\"e1\""),
        new Answer(304, java.util.Map.of("ETag", "\"e1\""), ""),
        Answer.ok("{\"number\":3,\"title\":\"second\"}").with("ETag", "\"e2\""));

    assertThat(github.pullRequest(REPO, 3).orElseThrow().title()).isEqualTo("first");
    assertThat(github.pullRequest(REPO, 3).orElseThrow().title()).isEqualTo("first");
    assertThat(github.pullRequest(REPO, 3).orElseThrow().title()).isEqualTo("second");
    assertThat(server.asked())
        .extracting(asked -> asked.header("If-None-Match"))
        .containsExactly(null, "\"e1\"", "\"e1\"");
  }

  @Test
  void anUnchangedPageStillLeadsToTheNextOne() {
    String files = TOP + "/pulls/3/files";
    var first =
        Answer.ok("[{\"filename\":\"a\"}]")
            .with("ETag", "\"p1\"")
            .with("Link", "<" + server.url("127.0.0.1") + TOP + "/more>; rel=\"next\"");
    server
        .on("GET " + files, first, new Answer(304, java.util.Map.of(), ""))
        .on("GET " + TOP + "/more", Answer.ok("[{\"filename\":\"b\"}]"));

    assertThat(github.changedFiles(REPO, 3)).containsExactly("a", "b");
    assertThat(github.changedFiles(REPO, 3)).containsExactly("a", "b");
  }

  @Test
  void aReadIsTriedFourTimesWithGrowingPauses() {
    server.on(
        "GET " + TOP,
        Answer.status(502),
        Answer.cut(),
        Answer.status(500),
        Answer.ok("{\"default_branch\":\"main\"}"));

    assertThat(github.repository(REPO).defaultBranch()).isEqualTo("main");
    assertThat(time.sleeps())
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
  }

  @Test
  void aServerThatStaysAwayIsSaidToBeUnavailable() {
    server.on("GET " + TOP, Answer.status(500));

    assertThatThrownBy(() -> github.repository(REPO))
        .isInstanceOf(GitHubUnavailable.class)
        .hasMessageContaining("GET /repos/octo/shop")
        .hasMessageContaining("500");
    assertThat(server.count("GET")).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED",
    "403, FORBIDDEN",
    "404, NOT_FOUND",
    "409, CONFLICT",
    "410, GONE",
    "422, INVALID"
  })
  void aRefusalSaysWhatWasAskedAndWhatToDo(int status, Kind kind) {
    server.on(
        "GET " + TOP,
        new Answer(
            status,
            java.util.Map.of("X-Accepted-GitHub-Permissions", "contents=write"),
            "{\"message\":\"No\\nway\",\"errors\":[{\"message\":\"because\"},\"so\"]}"));

    var refused = catchThrowableOfType(GitHubRefused.class, () -> github.repository(REPO));

    assertThat(refused.kind()).isEqualTo(kind);
    assertThat(refused)
        .hasMessageContaining("GET /repos/octo/shop was refused with " + status)
        .hasMessageContaining("No way; because; so");
    if (status == 403 || status == 404) {
      assertThat(refused).hasMessageContaining("contents=write");
    }
    assertThat(server.count("GET")).isEqualTo(1);
  }

  @Test
  void theTokenIsInNoMessage() {
    server.on("GET " + TOP, Answer.status(401)).on("GET /user", Answer.cut());
    var text = new StringWriter();
    var out = new PrintWriter(text);

    catchThrowableOfType(RuntimeException.class, () -> github.repository(REPO))
        .printStackTrace(out);
    catchThrowableOfType(RuntimeException.class, () -> github.login()).printStackTrace(out);

    assertThat(text + server.options().toString()).contains("401").doesNotContain(TOKEN);
  }

  @Test
  void whatDoesNotExistIsEmpty() {
    assertThat(github.run(REPO, 1)).isEmpty();
    assertThat(github.run(REPO, 1, 2)).isEmpty();
    assertThat(github.pullRequest(REPO, 1)).isEmpty();
    assertThat(github.head(REPO, "gone")).isEmpty();
    assertThat(github.file(REPO, "a/b", "main")).isEmpty();
    assertThat(github.get(REPO, "hooks")).isEmpty();
  }

  @Test
  void anAnswerThatIsNoJsonIsNoAnswer() {
    server.on("GET " + TOP, Answer.ok("<html>proxy login</html>"));

    assertThatThrownBy(() -> github.repository(REPO))
        .isInstanceOf(GitHubUnavailable.class)
        .hasMessageContaining("github.api_url");
  }

  @Test
  void aRunOfNothingButAnEmptyObjectIsStillARun() {
    server.on("GET " + TOP + "/actions/runs/1", Answer.ok("{}"));
    server.on(
        "GET " + TOP + "/actions/runs/2",
        Answer.ok(
            """
            {"id":"two","run_attempt":null,"head_branch":7,"pull_requests":{"a":1},
             "head_repository":{"full_name":"no repository"},"run_started_at":"soon",
             "actor":[],"brand_new_field":{"x":[1]}}\
            """));

    assertThat(github.run(REPO, 1)).map(WorkflowRun::attempt).contains(1);
    WorkflowRun odd = github.run(REPO, 2).orElseThrow();
    assertThat(odd.headBranch()).isNull();
    assertThat(odd.headRepo()).isNull();
    assertThat(odd.startedAt()).isNull();
    assertThat(odd.fromFork()).isTrue();
  }

  @Test
  void aRunIsReadInFull() {
    server.on(
        "GET " + TOP + "/actions/runs/9/attempts/2",
        Answer.ok(
            """
            {"id":9,"run_attempt":2,"workflow_id":4,"name":"CI","path":".github/workflows/ci.yml",
             "event":"pull_request","head_branch":"fix","head_sha":"abc","status":"completed",
             "conclusion":"failure","actor":{"login":"ann"},"triggering_actor":{"login":"bob"},
             "head_repository":{"full_name":"octo/shop"},"pull_requests":[{"number":3}],
             "run_started_at":"2026-11-22T10:00:00Z","updated_at":"2026-11-22T10:05:00Z",
             "html_url":"https://github.com/octo/shop/actions/runs/9"}\
            """));

    WorkflowRun run = github.viewOf(REPO).run(9, 2).orElseThrow();

    assertThat(run.actor()).isEqualTo("bob");
    assertThat(run.pullRequests()).containsExactly(3);
    assertThat(run.completed()).isTrue();
    assertThat(run.fromFork()).isFalse();
    assertThat(run.updatedAt()).isEqualTo("2026-11-22T10:05:00Z");
  }

  @Test
  void aFileIsDecodedAndAFolderIsNone() {
    server.on(
        "GET " + TOP + "/contents/a%20b/c.txt",
        Answer.ok("{\"type\":\"file\",\"encoding\":\"base64\",\"content\":\"aGVs\\nbG8=\\n\"}"));
    server.on("GET " + TOP + "/contents/src", Answer.ok("[{\"type\":\"file\"}]"));
    server.on(
        "GET " + TOP + "/contents/big",
        Answer.ok("{\"type\":\"file\",\"encoding\":\"none\",\"content\":\"\"}"));

    assertThat(github.file(REPO, "a b/c.txt", "main")).contains("hello");
    assertThat(github.file(REPO, "src", "main")).isEmpty();
    assertThatThrownBy(() -> github.file(REPO, "big", "main")).hasMessageContaining("1 MB");
  }

  @Test
  void aTreeThatGitHubCutsIsRefused() {
    server.on(
        "GET " + TOP + "/git/trees/abc",
        Answer.ok("{\"tree\":[{\"path\":\"run.sh\",\"mode\":\"100755\",\"size\":5}]}"),
        Answer.ok("{\"tree\":[],\"truncated\":true}"));

    assertThat(github.tree(REPO, "abc")).containsExactly(new TreeEntry("run.sh", "100755", "", 5));
    assertThatThrownBy(() -> github.tree(REPO, "abc")).hasMessageContaining("too large");
  }

  @Test
  void aBranchIsProtectedByItselfOrByARuleOrByDoubt() {
    server
        .on("GET " + TOP + "/branches/a", Answer.ok("{\"protected\":true}"))
        .on("GET " + TOP + "/branches/b%2Fc", Answer.ok("{\"protected\":false}"))
        .on("GET " + TOP + "/rules/branches/b%2Fc", Answer.ok("[{\"type\":\"pull_request\"}]"))
        .on("GET " + TOP + "/branches/d", Answer.ok("{\"protected\":false}"))
        .on("GET " + TOP + "/rules/branches/d", Answer.ok("[{\"type\":\"deletion\"}]"))
        .on("GET " + TOP + "/branches/e", Answer.ok("{\"protected\":false}"))
        .on("GET " + TOP + "/rules/branches/e", Answer.status(403));

    assertThat(github.branch(REPO, "a").map(Branch::ruled)).contains(true);
    assertThat(github.branch(REPO, "b/c").map(Branch::ruled)).contains(true);
    assertThat(github.branch(REPO, "d").map(Branch::ruled)).contains(false);
    assertThat(github.branch(REPO, "e").map(Branch::ruled)).contains(true);
    assertThat(github.branch(REPO, "missing")).isEmpty();
  }

  @Test
  void anyOtherReadStaysBelowTheRepository() {
    server.on(
        "GET " + TOP + "/compare/main...fix",
        Answer.ok("{\"ahead_by\":2,\"x\":[1e400,null,true]}"));

    assertThat(github.get(REPO, "compare/main...fix?page=1").flatMap(json -> json.get("ahead_by")))
        .contains(Json.of(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../other/secrets",
        "%2e%2e/other",
        "..\\..\\user",
        "a/../../../user",
        "..%2fother",
        ".."
      })
  void aPathThatClimbsOutIsRefusedBeforeItIsAsked(String path) {
    assertThatThrownBy(() -> github.get(REPO, path)).isInstanceOf(IllegalArgumentException.class);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aHostileNameCannotClimbOut() {
    assertThatThrownBy(() -> github.head(REPO, "../../../user"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> github.file(REPO, "a//b", "main"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void noMoreRequestsThanAllowedAreUnderWayAtOnce() {
    var options = server.options();
    var two =
        new GitHubOptions(
            options.apiUrl(), options.credentials(), "1", 2, Duration.ZERO, options.bounds());
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var pair = new CyclicBarrier(2);
    server.on("GET " + TOP, Answer.ok("{}"));
    server.meanwhile(() -> {
      most.accumulateAndGet(now.incrementAndGet(), Math::max);
      try {
        pair.await(20, TimeUnit.SECONDS);
      } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("two never came together", e);
      }
      now.decrementAndGet();
    });
    try (GitHub limited = server.client(two, time);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 40).forEach(i -> threads.execute(() -> limited.repository(REPO)));
    }
    assertThat(server.asked()).hasSize(40);
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void requestsAreCountedByTemplateAndTheQuotaIsVisible() {
    var meters = new SimpleMeterRegistry();
    server.on(
        "GET " + TOP,
        Answer.ok("{}")
            .with("X-RateLimit-Limit", "5000")
            .with("X-RateLimit-Remaining", "4321")
            .with("X-RateLimit-Reset", "1795345200"));
    try (var counted = new GitHub(server.options(), time, time, meters)) {
      assertThat(counted.standing().quotas()).isEmpty();
      counted.repository(REPO);
      assertThat(counted.standing().quotas())
          .containsExactly(
              new Standing.HourlyQuota(
                  "token", "core", 5000, 4321, Instant.ofEpochSecond(1795345200)));
    }
    for (var figure :
        Map.of("remaining", 4321.0, "limit", 5000.0, "reset", 1795345200.0).entrySet()) {
      assertThat(
              meters
                  .get("closedloop.github.quota." + figure.getKey())
                  .tags("installation", "token", "resource", "core")
                  .gauge()
                  .value())
          .isEqualTo(figure.getValue());
    }
    assertThat(
            meters
                .get("closedloop.github.requests")
                .tags("endpoint", "repos/{owner}/{repo}", "method", "GET", "status", "200")
                .timer()
                .count())
        .isEqualTo(1);
  }
}
