package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** GitHub answers nothing for a while; when it is back, everything ends as it should. */
class OutageIT {
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
  void aDeliveryThatCannotBeHandledStaysAndIsHandledLater() throws Exception {
    world.github.outage(true);
    Scenarios.Begun begun = world.begin("java-formatting");
    await("a delivery that failed")
        .atMost(World.PATIENCE)
        .until(() ->
            world
                .server
                .get("/api/v1/deliveries")
                .path("items")
                .valueStream()
                .anyMatch(row -> World.text(row, "state").equals("failed")));

    world.github.outage(false);

    world.awaitIncident(begun.scenario().repository(), "recovered");
    world.settle();
    world.awaitHandled();
    assertThat(world.ownCommits(begun.scenario().repository(), begun.scenario().start().branch()))
        .hasSize(1);
  }

  @Test
  void anEffectThatCannotBeCarriedOutIsCarriedOutOnceLater() throws Exception {
    Scenarios.Begun begun = world.begin("trailing-space");
    JsonNode waiting = world.awaitIncident(REPOSITORY, "awaiting_approval");
    world.settle();
    world.awaitHandled();
    world.github.outage(true);
    world.approve(waiting);
    world.awaitRefused(2);

    world.github.outage(false);

    world.awaitIncident(REPOSITORY, "recovered");
    assertThat(world.ownCommits(REPOSITORY, begun.scenario().start().branch())).hasSize(1);
  }

  @Test
  void aProofThatCannotBeReadIsReadLater() throws Exception {
    Scenarios.Begun begun = world.begin("trailing-space");
    JsonNode waiting = world.awaitIncident(REPOSITORY, "awaiting_approval");
    world.approve(waiting);
    world.awaitIncident(REPOSITORY, "proving");
    world.github.outage(true);
    world.settle();
    world.awaitRefused(1);

    world.github.outage(false);

    world.awaitIncident(REPOSITORY, "recovered");
    assertThat(world.ownCommits(REPOSITORY, begun.scenario().start().branch())).hasSize(1);
    world.awaitHandled();
  }
}
