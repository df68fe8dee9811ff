package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server is killed again and again, wherever it happens to be. */
class KillIT {
  private static final int ROUNDS = 8;
  private static final int WIDEST_TIME = 4000;
  private static final int MOST_REQUESTS = 50;
  @TempDir Path folder;

  @Test
  void nothingAcceptedIsLostAndNothingIsDoneTwice() throws Exception {
    long seed = Long.getLong("closedloop.seed", 20_261_122L);
    try (World world = World.asleep(folder, World.AUTOMATIC)) {
      List<Scenarios.Begun> begun = new ArrayList<>();
      begun.add(world.begin("network", "network-a"));
      begun.add(world.begin("network", "network-b"));
      begun.add(world.begin("failing-test"));
      world.settle();
      world.registry.bringUp();

      SplittableRandom random = new SplittableRandom(seed);
      for (int round = 0; round < ROUNDS; round++) {
        world.start();
        world.redeliverLost();
        String kind = round % 3 == 2 ? "java-formatting" : "trailing-space";
        begun.add(world.begin(kind, kind + "-" + round));
        awaitSomeInstant(world, random, round);
        world.server.kill();
      }
      world.start();
      do {
        world.settle();
      } while (world.redeliverLost());

      for (Scenarios.Begun one : begun) {
        assertEndedOnce(world, one);
      }
      world.settle();
      world.awaitHandled();
      world.server.stop();
      world.assertJournalIsWhole();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("with -Dclosedloop.seed=" + seed, e);
    }
  }

  /** After a while, or after so many requests to GitHub, by turns. */
  private static void awaitSomeInstant(World world, SplittableRandom random, int round) {
    if (round % 2 == 0) {
      Duration pause = Duration.ofMillis(random.nextInt(WIDEST_TIME));
      await().pollDelay(pause).atMost(World.PATIENCE).until(() -> true);
    } else {
      int goal = world.github.requests().size() + random.nextInt(MOST_REQUESTS);
      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(World.PATIENCE)
          .until(() -> world.github.requests().size() >= goal || !world.busy());
    }
  }

  private static void assertEndedOnce(World world, Scenarios.Begun begun) throws Exception {
    String repository = begun.scenario().repository();
    String branch = begun.scenario().start().branch();
    String id = begun.scenario().id();
    if (id.startsWith("failing-test")) {
      world.awaitIncident(repository, "escalated");
      world.awaitComment(begun, "Needs a person");
      assertThat(world.writes(repository)).as("writes to %s", repository).isZero();
    } else {
      world.awaitIncident(repository, "recovered");
      world.awaitComment(begun, "ecovered");
    }
    boolean rerun = id.startsWith("network");
    boolean repair = !rerun && !id.startsWith("failing-test");
    assertThat(world.reruns(repository)).as("re-runs of %s", repository).isEqualTo(rerun ? 1 : 0);
    assertThat(world.ownCommits(repository, branch))
        .as("commits in %s", repository)
        .hasSize(repair ? 1 : 0);
    assertThat(world.ownComments(begun)).as("comments in %s", repository).hasSize(1);
    assertThat(world.server.incidents(repository)).hasSize(1);
  }
}
