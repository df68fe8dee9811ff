package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrongTokenIT {
  @TempDir Path folder;

  @Test
  void aTokenThatGitHubRefusesIsSaidInTheLogAndByStatusAndIsNotFatal() throws Exception {
    try (World world =
        new World(folder, World.AUTOMATIC, Map.of("GITHUB_TOKEN", "ghp_nobody_knows_this"))) {
      world.start();

      await("the log says so")
          .atMost(World.PATIENCE)
          .untilAsserted(() ->
              assertThat(world.server.log())
                  .containsPattern("WARN .*GitHub did not say who closedloop is.*401")
                  .doesNotContain("ghp_nobody_knows_this"));
      Closedloop.Ran status = world.server.run("status");
      assertThat(status.status()).isZero();
      assertThat(status.output()).contains("Ready.").containsPattern("GitHub: .* was refused with 401");
    }
  }
}
