package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Deliveries come twice, late and in the wrong order, and people push in the middle. */
class DisorderIT {
  private static final String REPOSITORY = "acme/trailing-space";
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() throws Exception {
    world = World.awake(folder, World.AUTOMATIC);
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  @Test
  void deliveriesTwiceLateAndBackwardsMakeOneIncidentAndOneRepair() throws Exception {
    world.settle();
    world.github.webhooks().hold();
    world.github.webhooks().duplicateNext(1000);
    Scenarios.Begun begun = world.begin("trailing-space");
    world.awaitRun(REPOSITORY);

    world.github.webhooks().releaseReversed();

    world.awaitIncident(REPOSITORY, "recovered");
    world.settle();
    world.awaitHandled();
    assertThat(world.github.webhooks().deliveries()).anyMatch(it -> it.redelivery());
    assertThat(world.server.incidents(REPOSITORY)).hasSize(1);
    assertThat(world.ownCommits(REPOSITORY, begun.scenario().start().branch())).hasSize(1);
    world.awaitComment(begun, "ecovered");
    assertThat(world.ownComments(begun)).hasSize(1);
  }

  @Test
  void aPushBeforeTheRepairKeepsTheRepairBack() throws Exception {
    world.settle();
    world.github.webhooks().hold();
    Scenarios.Begun begun = world.begin("trailing-space");
    world.awaitRun(REPOSITORY);
    String head = Pushes.repairedBy("jonas", world, begun);

    world.github.webhooks().release();

    JsonNode incident = world.awaitIncident(REPOSITORY, "superseded");
    assertThat(World.facts(incident)).doesNotContain("EffectBegun");
    world.settle();
    world.awaitHandled();
    assertThat(world.github.head(REPOSITORY, begun.scenario().start().branch())).isEqualTo(head);
  }

  @Test
  void aPushWhileTheProofIsAwaitedEndsTheIncidentAndNothingIsWrittenAfterIt() throws Exception {
    Scenarios.Begun begun = world.begin("still-red");
    String repository = begun.scenario().repository();
    String branch = begun.scenario().start().branch();
    await("our commit")
        .atMost(World.PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> !world.ownCommits(repository, branch).isEmpty());

    String head =
        world.github.push(
            repository, branch, java.util.Map.of("README.md", "hello\n"), "jonas", "Explain");

    world.awaitEnded(repository, "superseded");
    world.settle();
    world.awaitHandled();
    assertThat(world.github.head(repository, branch)).isEqualTo(head);
    assertThat(world.ownCommits(repository, branch)).hasSize(1);
  }
}
