package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Plugins of the operator that misbehave; everybody sees it, and the rest works on. */
class BadPluginIT {
  private static final String SETTINGS =
      """
      github:
        write_spacing_millis: 0
      recovery_actions:
        action_timeout_seconds: 5
        categories:
          quality_gates:
            automatic_actions: [throwing_fix, hanging_fix, null_fix, style_correction]
            supervised_actions: []
      """;

  @TempDir Path folder;

  @Test
  void anActionThatThrowsHangsOrAnswersNullIsShownAndTheNextOneRepairs() throws Exception {
    try (World world = World.asleep(folder, SETTINGS)) {
      Path plugins = world.server.home().resolve("plugins");
      PluginJar.write(
          plugins, "throwing_fix", "throw new IllegalStateException(\"broken on purpose\");");
      PluginJar.write(plugins, "hanging_fix", "Thread.sleep(3_600_000); return null;");
      PluginJar.write(plugins, "null_fix", "return null;");
      world.start();

      Scenarios.Begun begun = world.begin("trailing-space");

      JsonNode incident = world.awaitIncident(begun.scenario().repository(), "recovered");
      assertThat(World.facts(incident)).filteredOn("PluginFailed"::equals).hasSize(3);
      assertThat(incident.path("timeline").toString())
          .contains("broken on purpose")
          .contains("it answered null")
          .contains("it gave no answer within 5 s");
      assertThat(world.server.run("status").status()).isZero();
      assertThat(world.ownCommits(begun.scenario().repository(), begun.scenario().start().branch()))
          .hasSize(1);
    }
  }
}
