package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A repair that waits for a person: it goes on by approval, and not after somebody's push. */
class SupervisedIT {
  private static final String REPOSITORY = "acme/trailing-space";
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() throws Exception {
    world = World.awake(folder, World.SUPERVISED);
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  @Test
  void whatAPersonApprovesOnTheCommandLineIsDoneAndProven() throws Exception {
    Scenarios.Begun begun = world.begin("trailing-space");
    JsonNode waiting = world.awaitIncident(REPOSITORY, "awaiting_approval");
    assertThat(world.writes(REPOSITORY)).isZero();
    String id = World.text(waiting, "id");

    Closedloop.Ran shown = world.server.run("approve", id);
    assertThat(shown.status()).as(shown.errors()).isZero();
    assertThat(shown.output()).contains("config/application.yml");
    String digest = shown.output().lines().reduce((_, last) -> last).orElse("").split(" ", -1)[1];
    Closedloop.Ran approved = world.server.run("approve", id, "--proposal", digest);

    assertThat(approved.status()).as(approved.errors()).isZero();
    JsonNode incident = world.awaitIncident(REPOSITORY, "recovered");
    assertThat(World.facts(incident)).containsSubsequence("ApprovalGiven", "EffectBegun");
    assertThat(world.ownCommits(REPOSITORY, begun.scenario().start().branch())).hasSize(1);
  }

  @Test
  void aRejectedRepairIsNotDone() throws Exception {
    Scenarios.Begun begun = world.begin("trailing-space");
    String id = World.text(world.awaitIncident(REPOSITORY, "awaiting_approval"), "id");
    String proposal =
        World.text(world.server.incidents(REPOSITORY).getFirst().path("approval"), "proposal");

    Closedloop.Ran rejected = world.server.run("reject", id, "--proposal", proposal);

    assertThat(rejected.status()).as(rejected.errors()).isZero();
    JsonNode incident = world.awaitIncident(REPOSITORY, "escalated");
    assertThat(World.facts(incident)).doesNotContain("EffectBegun");
    assertThat(world.github.head(REPOSITORY, begun.scenario().start().branch()))
        .isEqualTo(begun.head());
  }

  @Test
  void aPushBySomebodyElseTakesTheProposalAway() throws Exception {
    Scenarios.Begun begun = world.begin("trailing-space");
    String id = World.text(world.awaitIncident(REPOSITORY, "awaiting_approval"), "id");

    String branch = begun.scenario().start().branch();
    String head = Pushes.repairedBy("jonas", world, begun);
    JsonNode incident = world.awaitIncident(REPOSITORY, "superseded");
    Closedloop.Ran late = world.server.run("approve", id);

    assertThat(late.status()).isEqualTo(1);
    assertThat(late.errors()).contains("waits for no approval");
    assertThat(World.facts(incident)).doesNotContain("EffectBegun");
    world.settle();
    world.awaitHandled();
    assertThat(world.github.head(REPOSITORY, branch)).isEqualTo(head);
    assertThat(world.server.incidents(REPOSITORY)).hasSize(1);
  }
}
