package io.closedloop.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator's signatures do when one of them is wrong: the others hold. */
class OwnSignaturesIT {
  private static final String SOUND_AND_UNSOUND =
      """
      category: infrastructure
      signatures:
        - id: our_proxy
          subcategory: network
          transient: yes
          weight: 80
          pattern: our proxy said no
          positive: our proxy said no
          negative: our proxy said yes
          source: {kind: run, what: proxy 1}
        - id: our_cache
          subcategory: network
          transient: yes
          weight: 80
          pattern: our cache said no
          positive: our cache is silent
          negative: our cache said yes
          source: {kind: run, what: cache 1}
      """;

  @TempDir Path folder;

  @Test
  void theWrongOneIsNamedWithFileLineAndReasonAndTheOtherHolds() throws Exception {
    try (World world = World.asleep(folder, World.AUTOMATIC)) {
      Path own = world.server.home().resolve("conf/signatures/own.yml");
      Files.createDirectories(own.resolveSibling("."));
      Files.writeString(own, SOUND_AND_UNSOUND);
      String wrong = own + ":11: signature our_cache";

      world.start();
      Path log = world.server.home().resolve("logs/closedloop.log");
      await("the signatures are read")
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.readString(log, UTF_8).contains("the others hold"));
      assertThat(Files.readString(log, UTF_8))
          .contains(wrong + ": does not match its positive example");

      Closedloop.Ran listed =
          world.server.run("signatures", "list", "--category", "infrastructure");
      assertThat(listed.status()).isZero();
      assertThat(listed.errors()).contains(wrong);
      assertThat(listed.output()).contains("our_proxy").doesNotContain("our_cache");

      Closedloop.Ran validated = world.server.run("config", "validate");
      assertThat(validated.status()).isEqualTo(78);
      assertThat(validated.output()).contains(wrong).contains("1 problem.");

      Closedloop.Ran reloaded = world.server.run("reload");
      assertThat(reloaded.status()).as("nothing bad is taken over").isEqualTo(78);
      assertThat(reloaded.errors()).contains(wrong);
    }
  }
}
