package io.closedloop.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.LogCapture;
import io.closedloop.core.diagnose.LogExcerpt;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.history.FailedJobKeeper;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.incident.Incidents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of a failed job, as programs and people see it. */
class ExplainedTest {
  private static final String LOG =
      """
      ##[group]Run ./mvnw
      ##[endgroup]
      <b>A.java</b> is not formatted
      ##[error]Process completed with exit code 1.
      """;
  @TempDir Path folder;
  private TestServer server;
  private Incident incident;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(folder);
    var failure = Samples.failure("main", "quality_gates", "A.java is not formatted", "");
    incident =
        server.store.write(tx ->
            server
                .injector
                .getInstance(Incidents.class)
                .open(tx, new IncidentOpened(failure, 0, null)));
    var engine =
        new DiagnosisEngine(
            List.of(
                new Signature(
                    "unformatted",
                    "quality_gates",
                    "code_formatting",
                    null,
                    Signature.Passes.NO,
                    80,
                    Signature.Reads.OUTPUT,
                    false,
                    Pattern.compile("is not formatted"),
                    List.of("is not formatted"),
                    List.of(),
                    0,
                    List.of())),
            0.3,
            Refiner.NONE);
    try (var keeper =
            new FailedJobKeeper(
                server.store,
                server.clock,
                new JsonMapper(),
                Executors.newSingleThreadExecutor(),
                new SimpleMeterRegistry());
        var log = new LogCapture(new ByteArrayInputStream(LOG.getBytes(StandardCharsets.UTF_8)))) {
      var job = failure.jobs().getFirst();
      var examined = engine.examine(log, failure.run(), job, List.of());
      keeper.keep(new LogKeeper.Read(failure.run(), job, List.of(), examined, log));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void theTimelineTellsProgramsHowTheDiagnosisCameAbout() throws Exception {
    var moment = server.read("/incidents/" + incident.id()).path("timeline").path(0);
    var explained = moment.path("explanations").path(0);
    assertThat(explained.path("job_id").asLong()).isEqualTo(71);
    assertThat(explained.path("job").asString()).isEqualTo("build");
    var match = explained.path("explanation").path("candidates").path(0).path("matches").path(0);
    assertThat(match.path("signature").asString()).isEqualTo("unformatted");
    assertThat(match.path("line").asInt()).isEqualTo(3);
    assertThat(match.path("factors").path(0).path("name").asString()).isEqualTo("weight");
  }

  @Test
  void thePageTellsPeople() throws Exception {
    assertThat(server.get("/incidents/" + incident.id()).body())
        .containsPattern("quality_gates, [01]\\.\\d\\d sure: its matches say 0.80")
        .contains("unformatted, line 3", "weight 0.80")
        .contains("&lt;b&gt;A.java&lt;/b&gt; is not formatted")
        .doesNotContain("<b>A.java</b>");
  }

  @Test
  void operatorsMayReadWhatIsKeptOfTheLogs() throws Exception {
    var page = server.read("/failed-jobs?limit=1");
    var job = page.path("items").path(0);
    assertThat(job.path("repository").asString()).isEqualTo("octo/shop");
    assertThat(job.path("category").asString()).isEqualTo("quality_gates");
    try (var log = LogExcerpt.kept(Base64.getDecoder().decode(job.path("log").asString())).open()) {
      assertThat(new String(log.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(LOG);
    }
    String next = page.path("next").asString();
    assertThat(server.read("/failed-jobs?limit=1&cursor=" + next).path("items")).isEmpty();
    assertThat(server.send(server.api("/failed-jobs?cursor=abc")).statusCode()).isEqualTo(400);
    assertThat(
            server
                .send(
                    server
                        .to("/api/v1/failed-jobs")
                        .header("Authorization", "Bearer " + TestServer.VIEWER))
                .statusCode())
        .isEqualTo(403);
  }
}
