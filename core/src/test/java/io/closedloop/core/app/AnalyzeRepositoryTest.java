package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.re2j.Pattern;
import io.closedloop.api.Priority;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.diagnose.TestMemory;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.github.ScriptedGitHub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A repository's window, read from GitHub without a server. */
class AnalyzeRepositoryTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final ScriptedGitHub server = new ScriptedGitHub();
  private final InstantSource clock = InstantSource.fixed(NOW);
  private final List<String> runs = new ArrayList<>();
  private DiagnosisEngine engine = new DiagnosisEngine(List.of(), 0.3, Refiner.NONE);
  private GitHub github;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void start() {
    github =
        new GitHub(
            GitHubOptions.of(server.url(), null, "1"), clock, _ -> {}, new SimpleMeterRegistry());
    server.on("branches/main", "{\"protected\":false}");
    server.on("rules/branches/main", "[]");
    server.on("git/ref/heads/main", "{\"object\":{\"sha\":\"x\"}}");
    server.on("pulls", "[]");
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  /** A run on the default branch whose jobs ended so, newest first. */
  private void ran(long id, Duration ago, String conclusion, String log) {
    runs.add(
        """
        {"id":%d,"run_attempt":1,"workflow_id":7,"name":"CI","event":"push","status":"completed","conclusion":"%s",
         "head_branch":"main","head_sha":"sha%d","head_repository":{"full_name":"octo/shop"},
         "updated_at":"%s","html_url":"https://github.com/octo/shop/actions/runs/%d"}
        """
            .formatted(id, conclusion, id, NOW.minus(ago), id));
    server.on(
        "actions/runs/" + id + "/attempts/1/jobs",
        """
        {"jobs":[{"id":%d1,"run_id":%d,"run_attempt":1,"name":"build","conclusion":"%s"},
                 {"id":%d2,"run_id":%d,"run_attempt":1,"name":"docs","conclusion":"success"}]}
        """
            .formatted(id, id, conclusion, id, id));
    server.on("check-runs/" + id + "1/annotations", "[]");
    server.on("actions/jobs/" + id + "1/logs", log);
  }

  private int analyze(boolean known, String... more) {
    String list = "{\"workflow_runs\":[" + String.join(",", runs) + "]}";
    server.on("actions/runs", list);
    server.on(
        "actions/workflows/7/runs",
        "{\"workflow_runs\":["
            + String.join(",", runs.stream().filter(run -> run.contains("\"success\"")).toList())
            + "]}");
    PriorityRules rules =
        new PriorityRules(
            Duration.ofHours(1),
            Map.of(Priority.HIGH, 30.0),
            Map.of(Priority.LOW, 1),
            Set.of(),
            Map.of());
    RepositoryReader reader =
        Guice.createInjector(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(GitHub.class).toInstance(github);
                    bind(DiagnosisEngine.class).toInstance(engine);
                    bind(PriorityRules.class).toInstance(rules);
                    bind(LogKeeper.class).toInstance(LogKeeper.NONE);
                    bind(TestMemory.class).toInstance(TestMemory.NONE);
                    bind(InstantSource.class).toInstance(clock);
                  }
                })
            .getInstance(RepositoryReader.class);
    List<String> arguments = new ArrayList<>(List.of("--repo", "octo/shop"));
    arguments.addAll(List.of(more));
    return new CommandLine(
            new AnalyzeCommand(
                () -> engine,
                () -> new RepositoryTools(reader, known),
                new ByteArrayInputStream(new byte[0])))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler((problem, line, _) -> {
          line.getErr().println(problem.getMessage());
          return 1;
        })
        .execute(arguments.toArray(String[]::new));
  }

  private void aDay() {
    ran(90, Duration.ofHours(1), "failure", "Python 3.12.0\n##[error]the cat sat down\n");
    ran(80, Duration.ofHours(2), "failure", "##[error]the cat sat down\n");
    for (int i = 0; i < 4; i++) {
      ran(70 - i, Duration.ofHours(3 + i), "success", "Python 3.11.1\n");
    }
    for (int i = 0; i < 5; i++) {
      ran(50 - i, Duration.ofHours(30 + i), "success", "");
    }
    server.on(
        "compare/sha70...sha90",
        "{\"ahead_by\":1,\"behind_by\":0,\"commits\":[{\"sha\":\"sha90\",\"commit\":{\"message\":\"Let it sit\"},"
            + "\"author\":{\"login\":\"mona\"}}],\"files\":[{\"filename\":\"cat.txt\",\"status\":\"modified\","
            + "\"additions\":2,\"deletions\":1}]}");
  }

  @Test
  void totalsTrendCausesPriorityAndWhatChangedAreTold() {
    aDay();

    assertThat(analyze(true)).isZero();

    assertThat(out.toString())
        .startsWith("octo/shop, 24 h until 2026-11-22T10:00:00Z")
        .contains("2 of 6 runs failed (33.3 %), 2 of 12 jobs (16.7 %)")
        .contains("trend rising: 33 % of 6 runs failed, after 0 % of 5 in the window before")
        .contains("  CI: 2 of 6 runs failed")
        .contains("  general: 2 failed jobs, 100.0 % of the failed, 16.7 % of all")
        .contains(
            "medium: general / unknown", "the cat sat down", "2 failed, last", "build on main")
        .contains(
            "rate: 2 of 12 jobs in 6 runs of CI on the default branch failed within 24 h, 16.7 %: low")
        .contains("since it was green: compared with run 70 on main")
        .contains("1 commits, 1 files", "sha90 Let it sit (mona)", "modified cat.txt +2 -1")
        .contains("Python: 3.11.1 -> 3.12.0");
  }

  @Test
  void legsOfAMatrixThatFailInTheirOwnTestsAreOneCause() {
    engine =
        new DiagnosisEngine(
            List.of(
                new Signature(
                    "failed",
                    "testing",
                    "unit_test",
                    "pytest",
                    Signature.Passes.NO,
                    90,
                    Signature.Reads.OUTPUT,
                    false,
                    Pattern.compile("^FAILED "),
                    List.of("FAILED "),
                    List.of(),
                    0,
                    List.of())),
            0.3,
            Refiner.NONE);
    ran(90, Duration.ofHours(1), "failure", "FAILED a.py::one\n##[error]exit code 1.\n");
    server.on(
        "actions/runs/90/attempts/1/jobs",
        """
        {"jobs":[{"id":901,"run_id":90,"run_attempt":1,"name":"test (3.10)","conclusion":"failure"},
                 {"id":902,"run_id":90,"run_attempt":1,"name":"test (3.11)","conclusion":"failure"}]}
        """);
    server.on("check-runs/902/annotations", "[]");
    server.on("actions/jobs/902/logs", "FAILED b.py::two\n##[error]exit code 1.\n");

    assertThat(analyze(true)).as(err.toString()).isZero();

    assertThat(out.toString()).contains("1 of 1 runs failed", "2 failed, last", "test (3.10)");
    assertThat(out.toString().split("testing / unit_test", -1)).hasSize(2);
  }

  @Test
  void aJobThatFailedInARunThatWentWellWasAllowedTo() {
    ran(90, Duration.ofHours(1), "success", "##[error]exit code 1.\n");
    server.on(
        "actions/runs/90/attempts/1/jobs",
        """
        {"jobs":[{"id":901,"run_id":90,"run_attempt":1,"name":"nightly","conclusion":"failure"},
                 {"id":902,"run_id":90,"run_attempt":1,"name":"build","conclusion":"success"}]}
        """);

    assertThat(analyze(true)).as(err.toString()).isZero();

    assertThat(out.toString()).contains("0 of 1 runs failed");
  }

  @Test
  void programsGetTheSameAsJson() {
    aDay();

    assertThat(analyze(true, "--format", "json")).isZero();

    JsonNode analysis = JsonMapper.shared().readTree(out.toString());
    assertThat(analysis.path("totals").path("failed_jobs").asInt()).isEqualTo(2);
    assertThat(analysis.path("trend").path("direction").asString()).isEqualTo("rising");
    JsonNode cause = analysis.path("causes").path(0);
    assertThat(cause.path("failed_jobs").asInt()).isEqualTo(2);
    assertThat(cause.path("transient").asBoolean(true)).isFalse();
    assertThat(cause.path("priority").path("level").asString()).isEqualTo("medium");
    assertThat(cause.path("priority").path("reasons")).hasSizeGreaterThan(3);
    assertThat(cause.path("changes").path("green").path("run_id").asInt()).isEqualTo(70);
    assertThat(cause.path("changes").path("differences").path(0).path("kind").asString())
        .isEqualTo("version");
  }

  @Test
  void whereNothingFailedThatIsSaid() {
    ran(70, Duration.ofHours(1), "success", "");

    assertThat(analyze(true, "--lookback-hours", "6")).isZero();
    assertThat(out.toString())
        .startsWith("octo/shop, 6 h until")
        .contains("0 of 1 runs failed (0.0 %)", "trend unknown: 1 runs now", "nothing failed");
  }

  @Test
  void withoutATokenGitHubIsNotEvenAsked() {
    assertThat(analyze(false)).isEqualTo(1);
    assertThat(err.toString()).contains("set GITHUB_TOKEN, or github.token");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void aLogThatIsGoneLeavesTheRestReadable() {
    aDay();
    ran(95, Duration.ofMinutes(30), "failure", "x");
    server.gone("actions/runs/95/attempts/1/jobs");

    assertThat(analyze(true)).isZero();
    assertThat(out.toString())
        .contains("note: run 95 could not be read", "2 of 6 runs failed (33.3 %)");
  }
}
