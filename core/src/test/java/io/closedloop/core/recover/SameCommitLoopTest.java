package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.EvidenceLine;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure whose log does not say that it can pass, while the same job passed on the commit. */
class SameCommitLoopTest {
  private static final String LISTED = "GET /repos/octo/shop/actions/runs";
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).rerun().start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private Hub.Run ends(Hub.Run run, String conclusion) {
    return loop.hub.end(run, Map.of("build", conclusion), UNFORMATTED);
  }

  private void assertKnownToPass(Hub.Run where, int attempt) {
    Diagnosis diagnosis = loop.only().failure().diagnosis();
    assertThat(diagnosis.transientFailure()).isTrue();
    assertThat(diagnosis.category()).isEqualTo("quality_gates");
    assertThat(diagnosis.evidence())
        .last()
        .isEqualTo(
            new EvidenceLine(
                0,
                "the same job passed on this commit in run %d, attempt %d (%s)"
                    .formatted(where.id, attempt, where.event),
                null));
    assertThat(loop.only().state()).isInstanceOf(State.Waiting.class);
  }

  private void assertNotKnown() {
    assertThat(loop.only().failure().diagnosis().transientFailure()).isFalse();
    assertThat(loop.only().state()).isInstanceOf(State.Escalated.class);
    loop.advance(Duration.ofHours(1));
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void whatPassedInAnotherRunOfTheCommitIsRunAgain() {
    Hub.Run green = ends(loop.hub.run("main", "build"), "success");
    Hub.Run red = loop.failed("feature", UNFORMATTED);
    assertKnownToPass(green, 1);
    loop.advance(Duration.ofSeconds(40));
    loop.ended(loop.hub.end(red, Map.of(), ""));
    assertThat(((State.Ended) loop.only().state()).outcome()).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void whatPassedInTheAttemptBeforeIsRunAgain() {
    Hub.Run run = loop.hub.run("feature", "build", "other");
    loop.hub.end(run, Map.of("other", "failure"), UNFORMATTED);
    loop.hub.rerun(run, "mona");
    run.attempts.get(1).getFirst().conclusion = "failure";
    run.attempts.get(1).getFirst().log = UNFORMATTED;
    loop.ended(loop.hub.end(run, Map.of(), ""));
    assertKnownToPass(run, 1);
  }

  @Test
  void whatPassedOnceStaysKnownHoweverOftenItIsRedAfterwards() {
    Hub.Run run = loop.failed("feature", UNFORMATTED);
    loop.hub.rerun(run, "mona");
    loop.ended(loop.hub.end(run, Map.of(), ""));
    loop.advance(Duration.ofMinutes(1));
    loop.hub.rerun(run, "mona");
    run.attempts
        .get(2)
        .forEach(job -> {
          job.conclusion = null;
          job.started = loop.clock.instant();
        });
    loop.ended(ends(run, "failure"));
    for (int reruns = 0; reruns < 3; reruns++) {
      Incident again = loop.all().getLast();
      assertThat(run.attempt()).isEqualTo(3 + reruns);
      assertThat(again.failure().diagnosis().evidence().getLast().text())
          .isEqualTo(
              "the same job passed on this commit in run %d, attempt 2 (push)".formatted(run.id));
      assertThat(again.state()).isInstanceOf(State.Waiting.class);
      loop.advance(Duration.ofMinutes(3));
      loop.ended(ends(run, "failure"));
    }
    assertThat(loop.all().getLast().failure().diagnosis().transientFailure()).isTrue();
  }

  @Test
  void aPullRequestThatHoldsItsBaseHasTheSameSourcesAsThePush() {
    Hub.Run red = pullRequest();
    Hub.Run green = ends(loop.hub.run("feature", "build"), "success");
    loop.ended(ends(red, "failure"));
    assertKnownToPass(green, 1);
  }

  @Test
  void aPullRequestBehindItsBaseIsMergedWithWhatThePushNeverSaw() {
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    Hub.Run red = pullRequest();
    ends(loop.hub.run("feature", "build"), "success");
    loop.hub.push("main", "ann", "Move on", "c.txt", "c\n");
    loop.ended(ends(red, "failure"));
    assertNotKnown();
  }

  private Hub.Run pullRequest() {
    loop.hub.open("octo/shop", "feature", "main");
    return loop.hub.runOf(
        "pull_request", "octo/shop", "feature", loop.hub.head("feature"), "build");
  }

  @Test
  void whatRunsWithInputsOfItsOwnIsNotCompared() {
    ends(
        loop.hub.runOf("workflow_dispatch", "octo/shop", "main", loop.hub.head("main"), "build"),
        "success");
    loop.failed("feature", UNFORMATTED);
    assertNotKnown();
  }

  @Test
  void anotherCommitAnotherJobAnUnfinishedAndARedRunSayNothing() {
    Hub.Run earlier = ends(loop.hub.run("main", "build"), "success");
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    assertThat(earlier.sha).isNotEqualTo(loop.hub.head("feature"));
    ends(loop.hub.run("feature", "lint"), "success");
    loop.hub.run("feature", "build");
    ends(loop.hub.run("feature", "build"), "failure");
    loop.failed("feature", UNFORMATTED);
    assertNotKnown();
  }

  @Test
  void oneOfTwoJobsOfTheSameNameProvesNothing() {
    Hub.Run mixed = loop.hub.run("main", "build", "build");
    mixed.attempts.getFirst().getFirst().conclusion = "success";
    ends(mixed, "failure");
    loop.failed("feature", UNFORMATTED);
    assertNotKnown();
  }

  @Test
  void jobsOfOneCauseAreRunAgainOnlyIfEachOfThemPassed() {
    ends(loop.hub.run("main", "build"), "success");
    Hub.Run red = loop.hub.run("feature", "build", "lint");
    loop.ended(loop.hub.end(red, Map.of("build", "failure", "lint", "failure"), UNFORMATTED));
    assertNotKnown();
  }

  @Test
  void whereGitHubDoesNotListTheRunsNothingIsKnown() {
    ends(loop.hub.run("main", "build"), "success");
    Hub.Run red = ends(loop.hub.run("feature", "build"), "failure");
    loop.hub.refuseExactly(LISTED);
    loop.ended(red);
    assertNotKnown();
  }

  @Test
  void itIsAskedOnceForAllJobsAndNotAtAllForWhatPassesByItself() {
    loop.failed("feature", Loop.REFUSED);
    assertThat(loop.hub.asked(LISTED)).isZero();
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    Hub.Run red = loop.hub.run("feature", "one", "two", "three");
    loop.hub.end(red, Map.of("one", "failure", "two", "failure", "three", "failure"), UNFORMATTED);
    loop.deliver(red, 1);
    assertThat(loop.hub.asked(LISTED)).isEqualTo(1);
  }
}
