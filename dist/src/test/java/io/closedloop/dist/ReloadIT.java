package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Settings that change while the server runs: a good file holds at once, a bad one never. */
class ReloadIT {
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

  private static final String SIGNATURE =
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
      """;

  @Test
  void signaturesThatHoldFromNowOnAreToldAndAChangedCopyCanBeTried() throws Exception {
    // Signatures are read once the port is open; a reload waits for that.
    assertThat(world.server.run("reload").output()).contains("Nothing has changed.");
    Path own = world.server.home().resolve("conf/signatures/own.yml");
    Files.createDirectories(own.resolveSibling("."));
    Files.writeString(own, SIGNATURE);
    assertThat(world.server.run("reload").output()).contains("In force now: signatures.");
    Files.writeString(own, "# ours\n" + SIGNATURE);
    assertThat(world.server.run("reload").output()).contains("Nothing has changed.");

    Path copy = Files.writeString(folder.resolve("copy.yml"), SIGNATURE.replace("80", "81"));
    Closedloop.Ran tried = world.server.run("signatures", "test", copy.toString());
    assertThat(tried.status()).as(tried.errors()).isZero();
    assertThat(tried.output())
        .contains("infrastructure/our_proxy stands in for the one at ", "own.yml:4");
  }

  private void write(String settings) throws IOException {
    Files.writeString(world.server.home().resolve("conf/closedloop.yml"), settings);
  }

  private String mode() throws Exception {
    JsonNode rows =
        world
            .server
            .get("/api/v1/configuration?key=automation.default_recovery_mode")
            .path("items");
    return World.text(rows.path(0), "value");
  }

  @Test
  void aNewIncidentGetsTheNewModeAndABadFileLeavesItSo() throws Exception {
    assertThat(mode()).isEqualTo("automatic");
    write(World.AUTOMATIC + "automation: {default_recovery_mode: supervised}\n");
    Closedloop.Ran reloaded = world.server.run("reload");
    assertThat(reloaded.status()).as(reloaded.errors()).isZero();
    assertThat(reloaded.output()).contains("In force now: automation.default_recovery_mode.");

    write(World.AUTOMATIC + "automation: {default_recovery_mode: automatc}\n");
    Closedloop.Ran refused = world.server.run("reload");
    assertThat(refused.status()).isEqualTo(78);
    assertThat(refused.errors())
        .contains("closedloop.yml:", "did you mean automatic?", "the old settings hold");
    assertThat(mode()).isEqualTo("supervised");

    world.begin("trailing-space");
    JsonNode waiting = world.awaitIncident("acme/trailing-space", "awaiting_approval");
    assertThat(World.facts(waiting)).doesNotContain("EffectBegun");
  }
}
