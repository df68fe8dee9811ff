package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beginning and ending of the server process. */
class StopIT {
  /** What a JVM answers that SIGTERM ended, however orderly. */
  private static final int TERMINATED = 143;

  @TempDir Path folder;

  @Test
  void aTermSignalInTheMiddleOfTheWorkLosesNothing() throws Exception {
    try (World world = World.awake(folder, World.AUTOMATIC)) {
      Scenarios.Begun begun = world.begin("trailing-space");
      String repository = begun.scenario().repository();
      world.awaitRun(repository);

      assertThat(world.server.stop()).isEqualTo(TERMINATED);
      assertThat(world.server.home().resolve("server.properties")).doesNotExist();
      world.start();
      world.redeliverLost();

      world.awaitIncident(repository, "recovered");
      assertThat(world.ownCommits(repository, begun.scenario().start().branch())).hasSize(1);
      assertThat(world.server.run("stop").status()).isZero();
      world.assertJournalIsWhole();
    }
  }

  @Test
  void aSecondServerOfTheSameHomeIsRefusedAndTheFirstWorksOn() throws Exception {
    try (World world = World.awake(folder, World.AUTOMATIC)) {
      Closedloop.Ran second = world.server.run("start", "--port", "0");

      assertThat(second.status()).isEqualTo(1);
      assertThat(second.errors())
          .contains("in use by another server")
          .contains(world.server.home().toString())
          .doesNotContain("\tat ");
      assertThat(world.server.get("/api/v1/incidents").path("items").isEmpty()).isTrue();
      assertThat(world.server.run("status").status()).isZero();
    }
  }

  @Test
  void wrongSettingsAreAllNamedWithTheirPlaces() throws Exception {
    String settings =
        """
        automation:
          enabled: perhaps
        retry_mechanismz:
          enabled: true
        github:
          write_spacing_millis: -5
        """;
    try (World world = World.asleep(folder, settings)) {
      Closedloop.Ran ran = world.server.run("start", "--port", "0");

      assertThat(ran.status()).isEqualTo(78);
      String file = world.server.home().resolve("conf/closedloop.yml").toString();
      assertThat(ran.errors())
          .contains(file + ":2")
          .contains(file + ":3")
          .contains("did you mean retry_mechanisms?")
          .contains(file + ":6")
          .contains("3 problems");
      assertThat(Files.exists(world.server.home().resolve("closedloop.db"))).isFalse();
    }
  }
}
