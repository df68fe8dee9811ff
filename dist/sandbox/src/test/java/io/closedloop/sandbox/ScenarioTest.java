package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenario.Circumstance;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Run;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every check is run for real, before and after what would mend it. */
class ScenarioTest {
  private final Registry registry = Registry.down();
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    Path tools = Path.of("target", "tools").toAbsolutePath();
    sandbox =
        Sandbox.start(
            SandboxOptions.defaults()
                .withEnvironment("GJF_JAR", tools.resolve("google-java-format.jar").toString())
                .withEnvironment(
                    "JUNIT_JAR", tools.resolve("junit-platform-console-standalone.jar").toString())
                .withEnvironment("REGISTRY_URL", registry.url().toString()));
  }

  @AfterEach
  void stop() {
    sandbox.close();
    registry.close();
  }

  private static Scenario scenario(String id) {
    return Scenarios.all().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  private Run begin(Scenario scenario) throws InterruptedException {
    Scenarios.begin(sandbox, scenario);
    settle();
    assertThat(sandbox.runs(scenario.repository())).hasSize(1);
    Run run = sandbox.runs(scenario.repository()).getFirst();
    assertThat(run.latest().conclusion()).contains("failure");
    return run;
  }

  private void settle() throws InterruptedException {
    assertThat(sandbox.awaitIdle(Duration.ofSeconds(90))).as("everything has ended").isTrue();
  }

  private String log(Run run) {
    Job job = run.latest().jobs().getFirst();
    return sandbox.log(job);
  }

  private String conclusionAfter(Scenario scenario, Map<String, String> changes) throws Exception {
    sandbox.push(scenario.repository(), scenario.start().branch(), changes, "ann", "Mend it");
    settle();
    return sandbox.runs(scenario.repository()).getFirst().latest().conclusion().orElse("");
  }

  @Test
  void theFormatterFindsTheUnformattedFile() throws Exception {
    Scenario scenario = scenario("java-formatting");

    assertThat(log(begin(scenario)))
        .contains("src/main/java/shop/Greeter.java", "exit code 1")
        .doesNotContain("Unable to access jarfile");
    assertThat(conclusionAfter(scenario, scenario.files())).isEqualTo("success");
  }

  @Test
  void theLinterFindsBothKindsOfWhitespace() throws Exception {
    Scenario scenario = scenario("trailing-space");

    assertThat(log(begin(scenario)))
        .contains("config/application.yml:2: trailing whitespace")
        .contains("scripts/build.sh: no newline at end of file");
    String config = scenario.start().changes().get("config/application.yml");
    String script = scenario.start().changes().get("scripts/build.sh");
    assertThat(config).isNotNull();
    assertThat(
            conclusionAfter(
                scenario,
                Map.of(
                    "config/application.yml",
                    config.replaceAll("(?m) +$", ""),
                    "scripts/build.sh",
                    script + "\n")))
        .isEqualTo("success");
  }

  @Test
  void theConnectionIsRefusedUntilTheRegistryIsUp() throws Exception {
    Scenario scenario = scenario("network");
    Run run = begin(scenario);
    assertThat(scenario.course().has(Circumstance.REGISTRY_DOWN)).isTrue();
    assertThat(log(run)).contains("java.net.ConnectException: Connection refused");

    registry.bringUp();
    Client client = new Client(sandbox, "sandbox-token");
    client.post("/repos/acme/network/actions/runs/" + run.id() + "/rerun-failed-jobs", object());
    settle();

    assertThat(run.latest().conclusion()).contains("success");
    assertThat(log(run)).contains("Downloaded ");
  }

  @Test
  void theTestReallyFails() throws Exception {
    Scenario scenario = scenario("failing-test");

    assertThat(log(begin(scenario)))
        .contains("AssertionFailedError: expected: <750> but was: <675>");
    assertThat(scenario.expected().action()).isEmpty();
    assertThat(conclusionAfter(scenario, scenario.files())).isEqualTo("success");
  }

  @Test
  void theTestFailsEverySecondTime() throws Exception {
    Scenario scenario = scenario("flaky-test");
    String head = Scenarios.push(sandbox, scenario);
    assertThat(Scenarios.mayOpen(sandbox, scenario, head)).isFalse();
    settle();
    assertThat(Scenarios.mayOpen(sandbox, scenario, head)).isTrue();
    Run pushed = sandbox.runs(scenario.repository()).getFirst();
    assertThat(pushed.latest().conclusion()).contains("success");

    Scenarios.open(sandbox, scenario);
    settle();
    Run run = sandbox.runs(scenario.repository()).getFirst();
    assertThat(run.origin().headSha()).isEqualTo(pushed.origin().headSha());
    assertThat(run.latest().conclusion()).contains("failure");
    assertThat(log(run)).contains("another export was under way");

    Client client = new Client(sandbox, "sandbox-token");
    client.post("/repos/acme/flaky-test/actions/runs/" + run.id() + "/rerun-failed-jobs", object());
    settle();
    assertThat(run.latest().conclusion()).contains("success");
  }

  @Test
  void theCompilerReallyComplains() throws Exception {
    Scenario scenario = scenario("compile-error");

    assertThat(log(begin(scenario))).contains("error: cannot find symbol", "2 errors");
    assertThat(conclusionAfter(scenario, scenario.files())).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pushed-over", "mended-by-hand"})
  void whatSomebodyPushesMendsIt(String id) throws Exception {
    Scenario scenario = scenario(id);
    begin(scenario);

    assertThat(conclusionAfter(scenario, scenario.course().pushed())).isEqualTo("success");
  }

  @ParameterizedTest
  @CsvSource({
    "dependencies, pip3, No matching distribution found for pricing==2.4.0",
    "black-formatting, black, would reformat",
    "import-order, isort, Imports are incorrectly sorted",
    "prettier-formatting, prettier, Code style issues found",
    "insecure-code, bandit, Issue: [B602:",
  })
  void theProgramReallyComplains(String id, String program, String words) throws Exception {
    assumeTrue(onThePath(program), program + " is not here");
    Scenario scenario = scenario(id);
    assertThat(scenario.course().needs()).containsExactly(program);

    assertThat(log(begin(scenario))).contains(words);
    assertThat(conclusionAfter(scenario, scenario.files())).isEqualTo("success");
  }

  private static boolean onThePath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  void eachScenarioCanBeReadAndSaysWhatItExpects() {
    assertThat(Scenarios.all())
        .hasSizeGreaterThanOrEqualTo(10)
        .allSatisfy(one -> {
          assertThat(one.start().changes()).isNotEmpty();
          assertThat(one.expected().diagnosis()).isNotEmpty();
          assertThat(one.course().pushed().isEmpty())
              .isNotEqualTo(one.course().has(Circumstance.PUSHED_OVER));
        })
        .extracting(Scenario::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutItsTrailingSpaceTheFileIsStillRed() throws Exception {
    Scenario scenario = scenario("still-red");
    assertThat(log(begin(scenario))).contains("scripts/report.sh:2: trailing whitespace");

    String script = scenario.start().changes().get("scripts/report.sh");
    assertThat(script).isNotNull();
    assertThat(
            conclusionAfter(
                scenario, Map.of("scripts/report.sh", script.replaceAll("(?m) +$", ""))))
        .isEqualTo("failure");
    assertThat(log(sandbox.runs(scenario.repository()).getFirst()))
        .contains("tab character")
        .doesNotContain("trailing whitespace");
  }
}
