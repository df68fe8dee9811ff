package io.closedloop.sandbox.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.Sandbox;
import io.closedloop.sandbox.SandboxOptions;
import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final String CHECK = ".github/workflows/ci.yml";
  private Sandbox sandbox;
  private Judge judge;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start(SandboxOptions.defaults());
    judge = new Judge(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void aProvenRepairIsAsItShouldBe() throws Exception {
    Story story = story("exit 0", Scenario.End.RECOVERED, "style_correction");
    comment("Recovered: check");
    know(story, "recovered", "{\"action\": \"style_correction\", \"outcome\": \"green\"}");

    assertThat(judge.complaints(story)).isEmpty();
  }

  @Test
  void aRepairThatTheServerCallsProvenIsNotBelievedWhileTheCheckIsRed() throws Exception {
    Story story = story("exit 1", Scenario.End.RECOVERED, "style_correction");
    comment("Recovered: check");
    know(story, "recovered", "{\"action\": \"style_correction\", \"outcome\": \"green\"}");

    assertThat(judge.complaints(story))
        .containsExactly("the check on the stand-in should be success and is failure");
  }

  @Test
  void anotherActionThanTheOneExpectedIsAComplaint() throws Exception {
    Story story = story("exit 0", Scenario.End.RECOVERED, "style_correction");
    comment("Recovered: check");
    know(story, "recovered", "{\"action\": \"rerun_failed_jobs\", \"outcome\": \"green\"}");

    assertThat(judge.complaints(story))
        .singleElement()
        .asString()
        .startsWith("style_correction should have been tried");
  }

  @Test
  void aFailureThatIsLeftAloneNeedsAComment() throws Exception {
    Story story = story("exit 1", Scenario.End.LEFT_ALONE, null);
    know(story, "escalated", "");

    assertThat(judge.complaints(story))
        .containsExactly("the pull request should hold one comment of closedloop, and holds 0");
    comment("Needs a person: check");
    assertThat(judge.complaints(story)).isEmpty();
  }

  @Test
  void aPushToABranchThatShouldBeLeftAloneIsAComplaint() throws Exception {
    Story story = story("exit 1", Scenario.End.LEFT_ALONE, null);
    comment("Needs a person: check");
    know(story, "escalated", "");
    sandbox.push("acme/one", "change", Map.of("more", "1"), "closedloop-bot", "More");
    assertThat(sandbox.awaitIdle(Duration.ofSeconds(30))).isTrue();

    assertThat(judge.complaints(story)).containsExactly("somebody pushed to the branch");
  }

  @Test
  void anotherDiagnosisIsAComplaint() throws Exception {
    Story story = story("exit 1", Scenario.End.LEFT_ALONE, null);
    comment("Needs a person: check");
    know(story, "escalated", "", "security");

    assertThat(judge.complaints(story))
        .containsExactly("the diagnosis should be testing and is security/unit_test (0.90)");
  }

  @Test
  void aCommitOfClosedloopWhereSomebodyElsePushedIsAComplaint() throws Exception {
    Story story = story("exit 0", Scenario.End.SUPERSEDED, null);
    comment("Superseded: check");
    know(story, "superseded", "");
    sandbox.push(
        "acme/one", "change", Map.of("more", "1"), "bot", "Mend\n\nClosedloop-Incident: x\n");
    assertThat(sandbox.awaitIdle(Duration.ofSeconds(30))).isTrue();

    assertThat(judge.complaints(story)).containsExactly("closedloop committed to the branch");
  }

  @Test
  void aRepairThatWasRefusedMustHaveBeenOffered() throws Exception {
    Story story = story("exit 1", Scenario.End.REJECTED, "style_correction");
    comment("Needs a person: check");
    know(story, "escalated", "");
    assertThat(judge.complaints(story))
        .containsExactly("style_correction should have been offered to a person");

    know(story, "escalated", "{\"action\": \"style_correction\", \"outcome\": \"rejected\"}");
    assertThat(judge.complaints(story)).isEmpty();
  }

  @Test
  void aStoryWithoutAnIncidentIsAComplaint() throws Exception {
    assertThat(judge.complaints(story("exit 1", Scenario.End.LEFT_ALONE, null)))
        .containsExactly("no incident was opened");
  }

  private Story story(String check, Scenario.End end, @Nullable String action) throws Exception {
    Scenario scenario =
        new Scenario(
            "one",
            "One",
            Map.of(CHECK, workflow(check)),
            new Scenario.Start("change", "Change", "ann", Map.of("file", "1")),
            Scenario.Course.PLAIN,
            new Scenario.Expectation(end, action, "testing"));
    Scenarios.Begun begun = Scenarios.begin(sandbox, scenario);
    Story story = new Story(scenario, begun.head(), Duration.ZERO);
    story.opened(begun.pullRequest());
    assertThat(sandbox.awaitIdle(Duration.ofSeconds(30))).isTrue();
    return story;
  }

  private static String workflow(String check) {
    return """
    name: CI
    on: pull_request
    jobs:
      check:
        runs-on: ubuntu-latest
        steps:
          - run: %s
    """
        .formatted(check);
  }

  private static void know(Story story, String state, String attempts) {
    know(story, state, attempts, "testing");
  }

  private static void know(Story story, String state, String attempts, String category) {
    String document =
        """
        {"state": "%s", "attempts": [%s], "timeline": [{"fields": {"failure": {"diagnosis":
          {"category": "%s", "subcategory": "unit_test", "confidence": 0.9}}}}]}
        """
            .formatted(state, attempts, category);
    story.count(1);
    story.update(new Incident(Json.read(document.getBytes(UTF_8))), Duration.ofSeconds(1));
  }

  private void comment(String text) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI address = sandbox.url().resolve("/repos/acme/one/issues/1/comments");
      HttpRequest request =
          HttpRequest.newBuilder(address)
              .header("User-Agent", "test")
              .header("Authorization", "Bearer sandbox-token")
              .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(Json.object("body", text))))
              .build();
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(201);
    }
  }
}
