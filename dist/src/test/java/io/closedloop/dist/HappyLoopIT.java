package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole loop when nothing gets in its way; one server works on all of it at once. */
class HappyLoopIT {
  @TempDir static Path folder;
  private static World world;
  private static Scenarios.Begun formatting;
  private static Scenarios.Begun whitespace;
  private static Scenarios.Begun network;
  private static Scenarios.Begun failingTest;
  private static Scenarios.Begun stillRed;

  @BeforeAll
  static void beginAll() throws Exception {
    world = World.awake(folder, World.AUTOMATIC);
    network = world.begin("network");
    world.awaitRun("acme/network");
    world.registry.bringUp();
    formatting = world.begin("java-formatting");
    whitespace = world.begin("trailing-space");
    failingTest = world.begin("failing-test");
    stillRed = world.begin("still-red");
  }

  @AfterAll
  static void close() throws Exception {
    world.close();
  }

  @Test
  void anUnformattedFileIsFormattedAndProven() {
    assertRepaired(formatting, "code_formatting");
  }

  @Test
  void trailingSpacesAreRemovedAndProven() {
    assertRepaired(whitespace, "style_correction");
  }

  private static void assertRepaired(Scenarios.Begun begun, String action) {
    String repository = begun.scenario().repository();
    String branch = begun.scenario().start().branch();

    JsonNode incident = world.awaitIncident(repository, "recovered");

    assertThat(World.text(incident.path("attempts").get(0), "action")).isEqualTo(action);
    assertThat(world.ownCommits(repository, branch)).hasSize(1);
    assertThat(world.github.runs(repository).getFirst().latest().conclusion()).contains("success");
    world.awaitComment(begun, "ecovered");
    assertThat(world.ownComments(begun)).hasSize(1);
    String head = world.github.head(repository, branch);
    for (String commit : List.of(head, begun.head())) {
      await()
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(world.github.statuses(repository, commit))
                  .first()
                  .satisfies(status -> assertThat(status.state()).isEqualTo("success")));
    }
  }

  @Test
  void anUnreachableRegistryIsTriedAgainAndProven() throws Exception {
    String repository = network.scenario().repository();
    JsonNode incident = world.awaitIncident(repository, "recovered");

    assertThat(World.facts(incident))
        .containsSubsequence("EffectBegun", "EffectDone", "ProofArrived");
    assertThat(world.reruns(repository)).isEqualTo(1);
    assertThat(world.github.runs(repository).getFirst().attempts()).hasSize(2);
    assertThat(world.ownCommits(repository, network.scenario().start().branch())).isEmpty();
  }

  @Test
  void aTestThatReallyFailsIsLeftToPeopleWithAnExplanation() throws Exception {
    String repository = failingTest.scenario().repository();

    JsonNode incident = world.awaitIncident(repository, "escalated");

    assertThat(World.facts(incident)).doesNotContain("EffectBegun");
    world.awaitComment(failingTest, "threePiecesCostThreeTimesAsMuch");
    assertThat(world.ownComments(failingTest)).hasSize(1);
    assertThat(world.writes(repository)).isZero();
    assertThat(world.github.head(repository, failingTest.scenario().start().branch()))
        .isEqualTo(failingTest.head());
  }

  @Test
  void aRepairThatStaysRedIsHandedToPeople() {
    String repository = stillRed.scenario().repository();

    JsonNode incident = world.awaitIncident(repository, "escalated");

    assertThat(World.facts(incident))
        .containsSubsequence("EffectDone", "ProofAwaited", "ProofArrived", "IncidentEscalated");
    assertThat(world.ownCommits(repository, stillRed.scenario().start().branch())).hasSize(1);
    world.awaitComment(stillRed, "red");
    assertThat(world.ownComments(stillRed)).hasSize(1);
  }
}
