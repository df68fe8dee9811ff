package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.CheckRun;
import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.contract.GitHubGraphQl;
import io.closedloop.contract.GitHubRest;
import io.closedloop.core.github.FakeGitHub.Answer;
import io.closedloop.core.github.FakeGitHub.Asked;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Holds everything the client can ask for against what GitHub publishes about its interface. */
class GitHubContractTest {
  private static final GitHubRest REST = GitHubRest.load();
  private static final GitHubGraphQl GRAPHQL = GitHubGraphQl.load();
  private static final String SHA = "c".repeat(40);
  private final VirtualTime time = new VirtualTime();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private FakeGitHub server;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    github = new GitHub(server.options(), time, time, meters);
    script();
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  private void get(String path, String body) {
    server.on("GET " + TOP + path, Answer.ok(body));
  }

  private void script() {
    String pull =
        """
        {"number":3,"state":"open","head":{"ref":"fix","sha":"%s","repo":{"full_name":"octo/shop"}},\
        "base":{"ref":"main"}}\
        """
            .formatted(SHA);
    server
        .on("GET /user", Answer.status(403))
        .on(
            "POST /graphql",
            Answer.ok("{\"data\":{\"viewer\":{\"login\":\"loop[bot]\"}}}"),
            Answer.ok("{\"data\":{\"createCommitOnBranch\":{\"commit\":{\"oid\":\"new\"}}}}"))
        .on("GET " + TOP, Answer.ok("{\"default_branch\":\"main\"}"));
    get("/actions/runs", "{}");
    get("/actions/workflows/9/runs", "{}");
    get("/actions/runs/7", "{\"id\":7,\"run_attempt\":1}");
    get("/actions/runs/7/attempts/1", "{\"id\":7,\"run_attempt\":1}");
    get("/actions/runs/7/attempts/1/jobs", "{}");
    get("/actions/jobs/5", "{\"id\":5,\"run_id\":7}");
    get("/actions/jobs/5/logs", "log");
    get("/actions/runs/7/artifacts", "{}");
    get("/actions/artifacts/9/zip", "zip");
    get("/check-runs/5/annotations", "[]");
    get("/tarball/" + SHA, "tar");
    get("/branches/a%2Fb", "{\"protected\":false}");
    get("/rules/branches/a%2Fb", "[]");
    get("/git/ref/heads/a/b", "{\"object\":{\"sha\":\"" + SHA + "\"}}");
    get("/git/trees/" + SHA, "{\"tree\":[]}");
    get("/commits/" + SHA, "{\"sha\":\"%s\",\"commit\":{\"tree\":{\"sha\":\"t\"}}}".formatted(SHA));
    get("/commits/" + SHA + "/check-runs", "{}");
    get("/contents/a/b.txt", "{}");
    get("/compare/main..." + SHA, "{\"behind_by\":0}");
    get("/pulls/3", pull);
    get("/pulls/3/files", "[]");
    get("/pulls", "[]");
    get("/issues/3/comments", "[]");
    get(
        "/issues/4/comments",
        "[{\"id\":9,\"user\":{\"login\":\"loop[bot]\"},\"body\":\"<!-- closedloop:i -->\"}]");
    for (String write :
        List.of(
            "actions/runs/7/rerun", "actions/runs/7/rerun-failed-jobs", "actions/jobs/5/rerun")) {
      server.on("POST " + TOP + "/" + write, Answer.ok("{}"));
    }
    for (String made :
        List.of("git/blobs", "git/trees", "git/commits", "git/refs", "statuses/" + SHA)) {
      server.on("POST " + TOP + "/" + made, Answer.ok("{\"sha\":\"" + SHA + "\"}"));
    }
    server
        .on("PATCH " + TOP + "/git/refs/heads/a/b", Answer.ok("{}"))
        .on("POST " + TOP + "/pulls", Answer.ok(pull))
        .on("POST " + TOP + "/issues/3/comments", Answer.ok("{\"html_url\":\"u\"}"))
        .on("PATCH " + TOP + "/issues/comments/9", Answer.ok("{\"html_url\":\"u\"}"))
        .on("POST " + TOP + "/check-runs", Answer.ok("{\"id\":5,\"html_url\":\"u\"}"))
        .on("PATCH " + TOP + "/check-runs/5", Answer.ok("{\"id\":5,\"html_url\":\"u\"}"));
  }

  private void read() throws IOException {
    github.run(REPO, 7);
    github.run(REPO, 7, 1);
    github.runs(
        REPO,
        RunQuery.newest(30)
            .ofBranch("a/b")
            .ofCommit(SHA)
            .ofEvent("push")
            .inStatus("completed")
            .since(Instant.parse("2026-11-01T00:00:00Z")));
    github.runsOf(REPO, 9, RunQuery.newest(30).ofBranch("a/b").inStatus("success"));
    github.jobs(REPO, 7, 1);
    github.log(REPO, 5).close();
    github.artifacts().of(REPO, 7);
    github.artifacts().zip(REPO, 9, 1000).close();
    github.tarball(REPO, SHA).close();
    github.annotations(REPO, 5);
    github.repository(REPO);
    github.branch(REPO, "a/b");
    github.head(REPO, "a/b");
    github.commit(REPO, SHA);
    github.file(REPO, "a/b.txt", "main");
    github.tree(REPO, SHA);
    github.pullRequest(REPO, 3);
    github.changedFiles(REPO, 3);
    github.comments(REPO, 3);
    github.contains(REPO, SHA, "main");
    github.compare(REPO, "main", SHA);
  }

  private void asAnApp() {
    server
        .on("GET /app", Answer.ok("{\"slug\":\"loop\"}"))
        .on("GET /app/installations", Answer.ok("[]"))
        .on("GET " + TOP + "/installation", Answer.ok("{\"id\":42,\"permissions\":{}}"))
        .on(
            "POST /app/installations/42/access_tokens",
            Answer.ok(
                "{\"token\":\"ghs_x\",\"expires_at\":\"%s\"}"
                    .formatted(time.instant().plus(Duration.ofHours(1)))));
    GitHubOptions options =
        GitHubOptions.as(
                server.options().apiUrl(),
                new Credentials.App("12345", TestKey.make().signing()),
                "1")
            .withWriteSpacing(Duration.ZERO);
    try (GitHub app = new GitHub(options, time, time, meters)) {
      app.standing();
      app.repository(REPO);
    }
  }

  private void write() {
    github.rerunFailedJobs(REPO, new RunAttempt(7, 1), true);
    github.rerun(REPO, new RunAttempt(7, 1), false);
    github.rerunJob(REPO, new RunAttempt(7, 1), 5, true);
    github.createBranch(REPO, "a/b", SHA);
    for (String mode : List.of("100644", "100755")) {
      var file = new FileContent("a.txt", "hello".getBytes(UTF_8), mode);
      github.commitOnBranch(REPO, "a/b", SHA, List.of(file), "Title\n\nText");
    }
    github.openPullRequest(REPO, "fix", "main", "Title", "Body");
    github.setStatus(REPO, SHA, "loop", StatusState.PENDING, "Working", "http://loop/1");
    github.upsertComment(REPO, 3, "i", "text");
    github.upsertComment(REPO, 4, "i", "text");
    CheckRun run = CheckRun.running("closedloop", "key", "Title", "Summary");
    github.checkRun(REPO, SHA, run);
    get(
        "/commits/" + SHA + "/check-runs",
        "{\"check_runs\":[{\"id\":5,\"external_id\":\"key\",\"app\":{\"slug\":\"loop\"}}]}");
    github.checkRun(
        REPO,
        "c".repeat(40),
        CheckRun.ended("closedloop", "key", CheckRun.Conclusion.NEUTRAL, "", "")
            .leadingTo("http://loop/1"));
  }

  private List<String> problems(Asked asked) {
    String[] line = asked.line().split("[ ?]", 3);
    return line[1].equals("/graphql")
        ? GRAPHQL.request(asked.body())
        : REST.request(line[0], line[1], line.length == 3 ? line[2] : "", asked.body());
  }

  @Test
  void everyRequestIsOneThatGitHubTakes() throws IOException {
    github.login();
    read();
    write();
    asAnApp();

    assertThat(server.asked().stream().flatMap(asked -> problems(asked).stream())).isEmpty();
    assertThat(asked())
        .as("methods and templates in the code, and those asked here")
        .isEqualTo(Templates.inTheCode());
  }

  private Set<String> asked() {
    return meters.find("closedloop.github.requests").timers().stream()
        .map(timer -> timer.getId().getTag("method") + " " + timer.getId().getTag("endpoint"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
