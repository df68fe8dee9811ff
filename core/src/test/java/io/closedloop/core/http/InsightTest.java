package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Failures;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.learn.JobResults;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What is known beyond one incident: how long the like of it takes, what changed, what else fails.
 */
class InsightTest {
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

  /** One that recovered so long after its job's end, at which the server's clock began. */
  private void recovered(String category, String fingerprint, Duration after) {
    Incident incident = samples.open(Failures.of(category, true, fingerprint));
    Instant end = Instant.parse("2026-11-22T10:00:00Z").plus(after);
    server.clock.advance(Duration.between(server.clock.instant(), end));
    samples.at(incident, new IncidentFact.IncidentEnded(Outcome.RECOVERED, ""));
  }

  private JsonNode expected(String category, String fingerprint) throws Exception {
    Incident incident = samples.open(Failures.of(category, true, fingerprint));
    return server.read("/incidents/" + incident.id()).path("expected_recovery");
  }

  @Test
  void theExpectedRecoveryIsTheMedianOfTheSameRootCauseElseOfTheCategory() throws Exception {
    recovered("testing", "f1", Duration.ofSeconds(40));
    recovered("testing", "f1", Duration.ofSeconds(60));
    recovered("testing", "f2", Duration.ofSeconds(90));

    JsonNode same = expected("testing", "f1");
    assertThat(same.path("basis").asString()).isEqualTo("fingerprint");
    assertThat(same.path("samples").asInt()).isEqualTo(2);
    assertThat(same.path("median_seconds").asDouble()).isEqualTo(50);
    JsonNode category = expected("testing", "f3");
    assertThat(category.path("basis").asString()).isEqualTo("category");
    assertThat(category.path("samples").asInt()).isEqualTo(3);
    assertThat(category.path("median_seconds").asDouble()).isEqualTo(60);
    JsonNode none = expected("security", "f4");
    assertThat(none.path("basis").asString()).isEqualTo("none");
    assertThat(none.path("median_seconds").isNull()).isTrue();
    Incident incident = samples.open(Failures.of("testing", true, "f1"));
    assertThat(server.get("/incidents/" + incident.id()).body())
        .contains(
            "Expected recovery", "50 s, the median of 2 recovered incidents with this root cause")
        .contains("href=\"/incidents/" + incident.id() + "/changes\"");
  }

  @Test
  void whatWasNotRecoveredIsNoSample() throws Exception {
    Incident dismissed = samples.open(Failures.of("testing", true, "f1"));
    samples.at(dismissed, new IncidentFact.IncidentEnded(Outcome.FIXED_BY_HUMAN, ""));

    assertThat(expected("testing", "f1").path("basis").asString()).isEqualTo("none");
  }

  private void scriptAGreenRun() {
    server.scripted.on(
        "actions/workflows/7/runs",
        "{\"workflow_runs\":[{\"id\":60,\"run_attempt\":1,\"workflow_id\":7,\"head_branch\":\"fix/basket\","
            + "\"head_sha\":\"0123\",\"head_repository\":{\"full_name\":\"octo/shop\"},"
            + "\"html_url\":\"https://github.com/octo/shop/actions/runs/60\"}]}");
    server.scripted.on(
        "actions/runs/60/attempts/1/jobs", "{\"jobs\":[{\"id\":61,\"name\":\"build\"}]}");
    server.scripted.on(
        "actions/jobs/61/logs", "Download action repository 'actions/checkout@v4' (SHA:aa)\n");
    server.scripted.on(
        "actions/jobs/71/logs", "Download action repository 'actions/checkout@v5' (SHA:bb)\n");
    server.scripted.on(
        "compare/0123...abcdef0123456789",
        "{\"ahead_by\":1,\"behind_by\":0,\"commits\":[{\"sha\":\"abcdef0123456789\",\"commit\":{\"message\":"
            + "\"<script>alert(1)</script>\"},\"author\":{\"login\":\"mona\"}}],\"files\":[{\"filename\":"
            + "\"src/Basket.java\",\"status\":\"modified\",\"additions\":3,\"deletions\":2}]}");
  }

  @Test
  void whatChangedSinceGreenIsAskedOfGitHub() throws Exception {
    scriptAGreenRun();
    Incident incident = samples.open(Samples.failure("fix/basket"));

    JsonNode changed = server.read("/incidents/" + incident.id() + "/changes");
    assertThat(changed.path("green").path("run_id").asLong()).isEqualTo(60);
    assertThat(changed.path("code").path("commits").path(0).path("author").asString())
        .isEqualTo("mona");
    assertThat(changed.path("differences").path(0).path("kind").asString()).isEqualTo("action");
    assertThat(changed.path("differences").path(0).path("after").asString()).isEqualTo("v5 (bb)");
    assertThat(server.get("/incidents/" + incident.id() + "/changes").body())
        .contains("compared with run 60 on fix/basket", "actions/checkout", "v4 (aa)", "v5 (bb)")
        .contains("1 commit more, 1 file changed.", "src/Basket.java", "modified, +3 −2")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script");
  }

  @Test
  void whileGitHubIsAwayThatIsSaid() throws Exception {
    Incident incident = samples.open(Samples.failure("fix/basket"));
    server.scripted.close();

    var answer = server.send(server.api("/incidents/" + incident.id() + "/changes"));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(server.tree(answer).path("detail").asString()).contains("GitHub does not answer");
    assertThat(server.send(server.api("/incidents/nobody/changes")).statusCode()).isEqualTo(404);
  }

  /** One run whose job ended so, an hour's share before now. */
  private void ran(long run, String conclusion, String fingerprint, Duration ago) {
    Failure failure = Failures.of("testing", false, fingerprint);
    Instant at = server.clock.instant().minus(ago);
    WorkflowJob job =
        new WorkflowJob(run, run, 1, "build", "completed", conclusion, at, at, null, List.of(), "");
    WorkflowRun old = failure.run();
    WorkflowRun its =
        new WorkflowRun(
            old.repo(),
            run,
            1,
            7,
            "CI",
            "",
            "push",
            "main",
            old.headSha(),
            old.repo(),
            "completed",
            conclusion,
            "mona",
            List.of(),
            at,
            at,
            "");
    boolean green = job.green();
    JobResults.Attempt attempt =
        new JobResults.Attempt(
            its,
            true,
            green ? List.of(job) : List.of(),
            green ? List.of() : List.of(job),
            green ? Map.of() : Map.of(run, failure.diagnosis()));
    JobResults results = server.injector.getInstance(JobResults.class);
    server.store.write(tx -> {
      results.record(tx, attempt);
      return run;
    });
  }

  @Test
  void aWindowIsAnalysedAgainstTheOneBefore() throws Exception {
    for (int i = 0; i < 6; i++) {
      ran(100 + i, "success", "", Duration.ofHours(30 + i / 4));
      ran(200 + i, i < 4 ? "failure" : "success", i < 3 ? "f1" : "f2", Duration.ofHours(2 + i));
    }
    Incident incident =
        samples.urgent(Failures.of("testing", false, "f1"), io.closedloop.api.Priority.HIGH);

    JsonNode analysis = server.read("/analysis?repository=octo/shop&window_hours=24");

    assertThat(analysis.path("totals").path("runs").asInt()).isEqualTo(6);
    assertThat(analysis.path("totals").path("failed_jobs").asInt()).isEqualTo(4);
    assertThat(analysis.path("before").path("runs").asInt()).isEqualTo(6);
    assertThat(analysis.path("trend").path("direction").asString()).isEqualTo("rising");
    assertThat(analysis.path("workflows").path(0).path("name").asString()).isEqualTo("CI");
    assertThat(analysis.path("categories").path(0).path("category").asString())
        .isEqualTo("testing");
    JsonNode cause = analysis.path("causes").path(0);
    assertThat(cause.path("fingerprint").asString()).isEqualTo("f1");
    assertThat(cause.path("failed_jobs").asInt()).isEqualTo(3);
    assertThat(cause.path("incident").asString()).isEqualTo(incident.id());
    assertThat(cause.path("priority").asString()).isEqualTo("high");
    assertThat(server.get("/analysis?repository=octo/shop").body())
        .contains("<span class=\"badge bad\">rising</span>", "rising: 67 % of 6 runs failed")
        .contains("4 of 6", "66.7 %", "href=\"/incidents/" + incident.id() + "\"");
    assertThat(server.get("/analysis").body()).contains("octo/shop");
  }

  @Test
  void withoutDataNothingIsPretended() throws Exception {
    JsonNode analysis = server.read("/analysis?repository=octo/shop");
    assertThat(analysis.path("totals").path("failed_job_rate").isNull()).isTrue();
    assertThat(analysis.path("trend").path("direction").asString()).isEqualTo("unknown");
    assertThat(server.get("/analysis").body()).contains("No job has ended yet");
    assertThat(server.get("/analysis?repository=octo/shop").body()).contains("no data");
    var missing = server.send(server.api("/analysis"));
    assertThat(missing.statusCode()).isEqualTo(400);
    assertThat(server.tree(missing).path("detail").asString()).contains("repository");
  }
}
