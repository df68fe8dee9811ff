package io.closedloop.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.http.RequestMatch;
import io.closedloop.sandbox.scenario.Scenarios;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** GitHub carries a write out, its answer is lost, and the server dies at that moment. */
class CrashIT {
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

  /** The outage keeps the dying server from reading back what it wrote. */
  private void crashAt(RequestMatch write) throws Exception {
    world.awaitUnanswered(write);
    world.github.outage(true);
    world.server.kill();
    world.github.outage(false);
    world.start();
    world.redeliverLost();
  }

  @Test
  void aCommitIsNotMadeTwice() throws Exception {
    Scenarios.Begun begun = world.begin("trailing-space");
    String repository = begun.scenario().repository();
    JsonNode waiting = world.awaitIncident(repository, "awaiting_approval");
    RequestMatch commit = RequestMatch.of("POST", "/graphql");
    world.github.dropNextAnswer(commit);
    world.approve(waiting);

    crashAt(commit);

    world.awaitIncident(repository, "recovered");
    assertThat(world.ownCommits(repository, begun.scenario().start().branch())).hasSize(1);
    assertThat(world.github.count(commit)).isEqualTo(1);
    assertHistoryIsWhole();
  }

  @Test
  void aRunIsNotStartedTwice() throws Exception {
    RequestMatch rerun = RequestMatch.of("POST", ".*/rerun-failed-jobs");
    world.github.dropNextAnswer(rerun);
    Scenarios.Begun begun = world.begin("network");
    String repository = begun.scenario().repository();
    world.awaitRun(repository);
    world.registry.bringUp();

    crashAt(rerun);

    world.awaitIncident(repository, "recovered");
    assertThat(world.reruns(repository)).isEqualTo(1);
    assertThat(world.github.count(rerun)).isEqualTo(1);
    assertThat(world.github.runs(repository).getFirst().attempts()).hasSize(2);
    assertHistoryIsWhole();
  }

  @Test
  void aCommentIsNotWrittenTwice() throws Exception {
    RequestMatch comment = RequestMatch.of("POST", ".*/issues/\\d+/comments");
    world.github.dropNextAnswer(comment);
    Scenarios.Begun begun = world.begin("failing-test");

    crashAt(comment);

    world.awaitIncident(begun.scenario().repository(), "escalated");
    world.awaitComment(begun, "Needs a person");
    assertThat(world.ownComments(begun)).hasSize(1);
    assertThat(world.github.count(comment)).isEqualTo(1);
    assertHistoryIsWhole();
  }

  @Test
  void aPullRequestOfOurOwnIsNotOpenedTwice() throws Exception {
    RequestMatch pull = RequestMatch.of("POST", "/repos/[^/]+/[^/]+/pulls");
    world.github.dropNextAnswer(pull);
    String repository = "acme/java-formatting";
    Scenarios.Begun begun = world.beginProtected("java-formatting");

    crashAt(pull);

    world.awaitIncident(repository, "proving");
    assertThat(world.ownPullRequests(repository)).hasSize(1);
    String branch = world.ownPullRequests(repository).getFirst().head().branch();
    assertThat(world.ownCommits(repository, branch)).hasSize(1);
    assertThat(world.github.head(repository, begun.scenario().start().branch()))
        .isEqualTo(begun.head());
    assertHistoryIsWhole();
  }

  private void assertHistoryIsWhole() throws Exception {
    world.settle();
    world.awaitHandled();
    world.server.stop();
    world.assertJournalIsWhole();
  }
}
