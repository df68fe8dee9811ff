package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import io.closedloop.sandbox.world.PullRequest;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Branches that the server does not push to: a fork's, a protected one, the default one. */
class OthersBranchesIT {
  @TempDir static Path folder;
  private static World world;

  @BeforeAll
  static void open() throws Exception {
    world = World.awake(folder, World.AUTOMATIC);
  }

  @AfterAll
  static void close() throws Exception {
    world.close();
  }

  @Test
  void aForkIsOfferedThePatchAndNothingIsPushed() {
    Scenario scenario = World.scenario("trailing-space", "forked");
    Scenario.Start start = scenario.start();
    String repository = scenario.repository();
    world.github.createRepository(repository, scenario.files());
    String fork = world.github.fork(repository, "olivia");
    String head = world.github.push(fork, start.branch(), start.changes(), "olivia", start.title());
    int number =
        world.github.openPullRequest(
            repository, "olivia:" + start.branch(), "main", start.title(), "olivia");

    world.awaitIncident(repository, "escalated");

    Scenarios.Begun begun = new Scenarios.Begun(scenario, number, head);
    assertThat(world.awaitComment(begun, "+++").body()).contains("config/application.yml");
    assertThat(world.ownComments(begun)).hasSize(1);
    assertThat(world.github.head(fork, start.branch())).isEqualTo(head);
    assertThat(world.writes(repository) + world.writes(fork)).isZero();
    assertThat(world.ownPullRequests(repository)).isEmpty();
  }

  @Test
  void aProtectedBranchIsRepairedByAPullRequest() {
    Scenarios.Begun begun = world.beginProtected("trailing-space");
    assertOwnPullRequest(
        begun.scenario().repository(), begun.scenario().start().branch(), begun.head());
  }

  @Test
  void theDefaultBranchIsRepairedByAPullRequest() {
    Scenario scenario = World.scenario("java-formatting", "pushed");
    Map<String, String> files = new LinkedHashMap<>();
    scenario
        .files()
        .forEach((path, text) ->
            files.put(path, text.replace("on: pull_request", "on: [push, pull_request]")));
    world.github.createRepository(scenario.repository(), files);
    String head =
        world.github.push(
            scenario.repository(), "main", scenario.start().changes(), "maria", "Greet by name");
    assertOwnPullRequest(scenario.repository(), "main", head);
  }

  private static void assertOwnPullRequest(String repository, String branch, String head) {
    JsonNode incident =
        await("an own pull request")
            .atMost(World.PATIENCE)
            .until(
                () -> world.server.incidents(repository),
                all -> !all.isEmpty() && World.text(all.getLast(), "phase").equals("proving"))
            .getLast();
    List<PullRequest> own = world.ownPullRequests(repository);
    assertThat(own).hasSize(1);
    assertThat(own.getFirst().head().base()).isEqualTo(branch);
    assertThat(own.getFirst().head().branch())
        .isEqualTo("closedloop/" + World.text(incident, "id"));
    assertThat(world.ownCommits(repository, own.getFirst().head().branch())).hasSize(1);
    assertThat(world.github.head(repository, branch)).isEqualTo(head);
  }
}
