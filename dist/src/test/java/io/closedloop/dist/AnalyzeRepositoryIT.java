package io.closedloop.dist;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.SandboxOptions;
import io.closedloop.sandbox.http.RequestMatch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code analyze --repo} as a person runs it: the real program, no server, a GitHub stand-in. */
class AnalyzeRepositoryIT {
  private static final String REPOSITORY = "acme/window";
  private static final String WORKFLOW =
      """
      name: Checks
      on: push
      jobs:
        fetch:
          name: Fetch
          runs-on: ubuntu-latest
          steps:
            - uses: actions/checkout@%s
            - name: Fetch
              run: sh fetch.sh
      """;
  private static final String GREEN = "echo 'Python 3.11.9'\n";
  private static final String RED =
      """
      echo 'Python 3.12.1'
      echo 'curl: (7) Failed to connect to 127.0.0.1 port 1 after 0 ms: Connection refused'
      exit 7
      """;

  @TempDir static Path folder;
  private static Sandbox github;
  private static String token = "";

  @BeforeAll
  static void aDayOfARepository() throws Exception {
    SandboxOptions options = SandboxOptions.defaults();
    token = options.tokens().keySet().iterator().next();
    github = Sandbox.start(options);
    github.createRepository(
        REPOSITORY,
        Map.of(".github/workflows/checks.yml", WORKFLOW.formatted("v4"), "fetch.sh", GREEN));
    assertThat(github.awaitIdle(World.PATIENCE)).isTrue();
    github.push(
        REPOSITORY,
        "main",
        Map.of(".github/workflows/checks.yml", WORKFLOW.formatted("v5"), "fetch.sh", RED),
        "mona",
        "Fetch it elsewhere");
    assertThat(github.awaitIdle(World.PATIENCE)).isTrue();
  }

  @AfterAll
  static void close() throws Exception {
    github.close();
  }

  private static Ran analyze(Map<String, String> more, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(
        Path.of(requireNonNull(System.getProperty("closedloop.distribution")))
            .resolve("bin/closedloop")
            .toString());
    command.add("analyze");
    command.addAll(List.of(arguments));
    Map<String, String> environment = new HashMap<>();
    environment.put("CLOSEDLOOP_HOME", folder.resolve("none").toString());
    environment.put("CLOSEDLOOP_AOT", "off");
    environment.put("CLOSEDLOOP_GITHUB_API_URL", github.url().toString());
    environment.put("GITHUB_TOKEN", token);
    environment.putAll(more);
    return Ran.of(command, environment, folder);
  }

  @Test
  void whatFailedWhyHowUrgentItIsAndWhatChangedIsTold() throws Exception {
    Ran ran = analyze(Map.of(), "--repo", REPOSITORY, "--lookback-hours", "24");

    assertThat(ran.status()).as(ran.errors()).isZero();
    assertThat(ran.output())
        .contains(REPOSITORY + ", 24 h until", "1 of 2 runs failed (50.0 %), 1 of 2 jobs (50.0 %)")
        .contains("trend unknown: 2 runs now and 0 in the window before")
        .contains("medium: infrastructure / ", "Connection refused")
        .contains("1 failed, last", "Fetch on main")
        .contains("which does not count below 5 runs", "count: 1 failed: low")
        .contains("category infrastructure: no boost", "default branch, +1: medium")
        .contains("since it was green: compared with run", "Fetch it elsewhere (mona)")
        .contains("modified fetch.sh")
        .containsPattern("actions/checkout: v4 \\([0-9a-f]{12}\\) -> v5 \\([0-9a-f]{12}\\)")
        .contains("Python: 3.11.9 -> 3.12.1");
  }

  @Test
  void programsGetItAsJson() throws Exception {
    Ran ran = analyze(Map.of(), "--repo", REPOSITORY, "--format", "json");

    assertThat(ran.status()).as(ran.errors()).isZero();
    JsonNode analysis = JsonMapper.shared().readTree(ran.output());
    assertThat(analysis.path("totals").path("failed_runs").asInt()).isEqualTo(1);
    JsonNode cause = analysis.path("causes").path(0);
    assertThat(World.text(cause, "category")).isEqualTo("infrastructure");
    assertThat(World.text(cause.path("priority"), "level")).isEqualTo("medium");
    assertThat(cause.path("changes").path("code").path("ahead").asInt()).isEqualTo(1);
    assertThat(cause.path("changes").path("differences")).hasSize(2);
    assertThat(cause.path("changes").path("unknown").isEmpty()).isTrue();
  }

  @Test
  void whatCannotBeReadIsSaidInOneSentence() throws Exception {
    assertThat(analyze(Map.of(), "--repo", "window"))
        .satisfies(ran -> {
          assertThat(ran.status()).isEqualTo(2);
          assertThat(ran.errors()).contains("--repo takes owner/name, not \"window\"");
        });
    assertThat(analyze(Map.of(), "--repo", "acme/none"))
        .satisfies(ran -> {
          assertThat(ran.status()).isEqualTo(1);
          assertThat(ran.errors()).contains("404", "it does not exist or the token may not see it");
        });
    assertThat(analyze(Map.of("GITHUB_TOKEN", ""), "--repo", REPOSITORY))
        .satisfies(ran -> {
          assertThat(ran.status()).isEqualTo(1);
          assertThat(ran.errors()).contains("set GITHUB_TOKEN, or github.token in the settings");
        });
    assertThat(analyze(Map.of("GITHUB_TOKEN", "ghp_wrong"), "--repo", REPOSITORY))
        .satisfies(ran -> {
          assertThat(ran.status()).isEqualTo(1);
          assertThat(ran.errors())
              .contains("401", "the token is wrong, expired or revoked")
              .doesNotContain("ghp_wrong");
        });
  }

  @Test
  void aRateLimitIsSaidWithTheTimeWhenItEnds() throws Exception {
    github.failNext(
        1,
        403,
        Map.of("retry-after", Long.toString(Duration.ofHours(1).toSeconds())),
        RequestMatch.of("GET", "/repos/acme/window/actions/runs"));

    Ran ran = analyze(Map.of(), "--repo", REPOSITORY);

    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.errors()).containsPattern("waits for GitHub's rate limit: try again at 20");
  }
}
