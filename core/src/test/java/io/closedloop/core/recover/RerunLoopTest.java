package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.REFUSED;
import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A failure that can pass by itself, from its delivery to its end. */
class RerunLoopTest {
  private static final String RERUN = "POST /repos/octo/shop/actions/runs/";
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).rerun();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  private State state() {
    return loop.only().state();
  }

  private long reruns() {
    return loop.hub.writes().stream().filter(line -> line.startsWith(RERUN)).count();
  }

  private void endsRed(Hub.Run run, String log) {
    loop.advance(Duration.ofSeconds(5));
    loop.ended(loop.hub.end(run, Map.of("build", "failure"), log));
  }

  private void endsGreen(Hub.Run run) {
    loop.advance(Duration.ofSeconds(5));
    loop.ended(loop.hub.end(run, Map.of(), ""));
  }

  @Test
  void aFailureThatCanPassIsRunAgainAfterAPauseAndProvenByItsOwnJob() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Waiting.class,
            waiting ->
                assertThat(Duration.between(Loop.START, waiting.until()))
                    .isBetween(Duration.ofSeconds(27), Duration.ofSeconds(33)));
    loop.advance(Duration.ofSeconds(26));
    assertThat(loop.hub.writes()).isEmpty();
    loop.advance(Duration.ofSeconds(8));
    assertThat(loop.hub.writes()).containsExactly(RERUN + run.id + "/rerun-failed-jobs");
    assertThat(state()).isInstanceOf(State.Proving.class);
    endsGreen(run);
    assertThat(state())
        .isEqualTo(
            new State.Ended(
                Outcome.RECOVERED, "build green in run " + run.id + " attempt 2 on " + run.sha));
  }

  @Test
  void whileItStaysRedItIsRunAgainEverLaterUntilItsAttemptsAreUsedUp() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    for (int seconds = 30; seconds <= 120; seconds *= 2) {
      Duration pause = Duration.between(loop.clock.instant(), ((State.Waiting) state()).until());
      assertThat(pause.toMillis()).isBetween(seconds * 900L, seconds * 1100L);
      loop.advance(pause.plusSeconds(1));
      assertThat(state()).isInstanceOf(State.Proving.class);
      endsRed(run, REFUSED);
    }
    assertThat(reruns()).isEqualTo(3);
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Escalated.class,
            escalated ->
                assertThat(escalated.why())
                    .startsWith("What was tried did not turn it green")
                    .contains("rerun_failed_jobs was tried and ended red"));
    loop.advance(Duration.ofDays(1));
    assertThat(reruns()).isEqualTo(3);
  }

  @Test
  void aJobThatWasMerelyCopiedProvesNothing() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.advance(Duration.ofSeconds(40));
    Hub.Job copied = run.attempts.get(1).getFirst();
    copied.started = run.attempts.get(0).getFirst().started;
    endsGreen(run);
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Ended.class, ended -> assertThat(ended.outcome()).isEqualTo(Outcome.UNPROVEN));
  }

  @Test
  void aJobThatWasGreenAndIsRedNowIsNoRecovery() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.advance(Duration.ofSeconds(40));
    run.attempts.get(1).get(1).conclusion = null;
    run.attempts.get(1).get(1).started = loop.clock.instant();
    loop.advance(Duration.ofSeconds(5));
    loop.ended(loop.hub.end(run, Map.of("docs", "failure"), UNFORMATTED));
    Incident first = loop.all().getFirst();
    assertThat(first.attempts().getFirst().outcome()).isEqualTo("red");
    assertThat(first.state()).isNotInstanceOf(State.Ended.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancelled", "skipped", "action_required", "neutral"})
  void aJobThatEndsWithoutAResultLeavesItUnproven(String conclusion) {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.advance(Duration.ofSeconds(40));
    loop.ended(loop.hub.end(run, Map.of("build", conclusion), ""));
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Ended.class, ended -> assertThat(ended.outcome()).isEqualTo(Outcome.UNPROVEN));
  }

  @Test
  void aRedJobCountsMoreThanOneThatWasCancelledBecauseOfIt() {
    loop.start();
    Hub.Run run = loop.hub.run("feature", "one", "two");
    loop.ended(loop.hub.end(run, Map.of("one", "failure", "two", "failure"), REFUSED));
    loop.advance(Duration.ofSeconds(40));
    loop.ended(loop.hub.end(run, Map.of("one", "cancelled", "two", "failure"), REFUSED));
    assertThat(loop.only().attempts().getFirst().outcome()).isEqualTo("red");
  }

  @Test
  void withoutAnySignalUntilTheDeadlineItIsUnproven() {
    loop.start();
    loop.failed("feature", REFUSED);
    loop.advance(Duration.ofMinutes(119));
    assertThat(state()).isInstanceOf(State.Proving.class);
    loop.advance(Duration.ofMinutes(10));
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Ended.class, ended -> assertThat(ended.outcome()).isEqualTo(Outcome.UNPROVEN));
  }

  @Test
  void theProofIsFoundWithoutAnyDelivery() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.advance(Duration.ofSeconds(40));
    loop.hub.end(run, Map.of(), "");
    loop.advance(Duration.ofMinutes(1));
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Ended.class, ended -> assertThat(ended.outcome()).isEqualTo(Outcome.RECOVERED));
  }

  @Test
  void whatCannotPassByItselfIsNeverRunAgain() {
    loop.action(
            "eager",
            ActionSpec.of("re_run", Effect.Rerun.class, Effect.Commit.class).forEveryCategory(),
            s ->
                Proposal.Act.of(
                    new Effect.Rerun(s.run().id(), new Effect.Rerun.Scope.FailedJobs(), false),
                    "hope",
                    Proof.failedJobs()))
        .start();
    loop.failed("feature", UNFORMATTED);
    loop.advance(Duration.ofHours(1));
    assertThat(loop.hub.writes()).isEmpty();
    assertThat(loop.facts(loop.only())).contains("ProposalRefused", "IncidentEscalated");
  }

  @Test
  void aRunThatSomebodyStartedAgainIsLeftToThem() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.rerun(run, "mona");
    loop.advance(Duration.ofSeconds(40));
    assertThat(loop.hub.writes()).isEmpty();
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.SUPERSEDED);
              assertThat(ended.why()).contains("started again by mona");
            });
  }

  @Test
  void aRunThatSomebodyStartedAgainAndThatWentGreenWasFixedByThem() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.rerun(run, "mona");
    endsGreen(run);
    assertThat(state())
        .isEqualTo(new State.Ended(Outcome.FIXED_BY_HUMAN, "green after mona ran it again"));
  }

  @Test
  void aRerunThatHappenedBeforeACrashIsNotRepeated() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.lose(RERUN);
    loop.hub.during(RERUN, () -> loop.hub.refuse("GET "));
    loop.advance(Duration.ofSeconds(34));
    assertThat(state()).isInstanceOf(State.Begun.class);
    loop.hub.heal();
    loop.start();
    loop.advance(Duration.ofMinutes(2));
    assertThat(reruns()).isEqualTo(1);
    assertThat(state()).isInstanceOf(State.Proving.class);
    endsGreen(run);
    assertThat(((State.Ended) state()).outcome()).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void aRerunThatDidNotHappenBeforeACrashIsMadeOnce() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.during(RERUN, () -> {});
    loop.hub.refuse(RERUN);
    loop.advance(Duration.ofSeconds(34));
    assertThat(state()).isInstanceOf(State.Begun.class);
    loop.hub.heal();
    loop.start();
    loop.advance(Duration.ofMinutes(2));
    assertThat(run.attempt()).isEqualTo(2);
    assertThat(state()).isInstanceOf(State.Proving.class);
  }

  @Test
  void aRerunThatEndedWhileItsBeginningWasUnknownIsOurSuccessAllTheSame() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.lose(RERUN);
    loop.hub.during(RERUN, () -> loop.hub.refuse("GET "));
    loop.advance(Duration.ofSeconds(34));
    loop.hub.heal();
    loop.hub.end(run, Map.of(), "");
    loop.deliver(run, 2);
    loop.advance(Duration.ofMinutes(2));
    assertThat(((State.Ended) state()).outcome()).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void aRerunThatTurnedRedWhileItsBeginningWasUnknownIsFollowedByTheNext() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.lose(RERUN);
    loop.hub.during(RERUN, () -> loop.hub.refuse("GET "));
    loop.advance(Duration.ofSeconds(34));
    loop.hub.heal();
    loop.hub.end(run, Map.of("build", "failure"), REFUSED);
    loop.deliver(run, 2);
    loop.advance(Duration.ofMinutes(3));
    assertThat(loop.only().attempts().getFirst().outcome()).isEqualTo("red");
    assertThat(run.attempt()).isEqualTo(3);
  }

  @Test
  void deliveriesOutOfOrderAndTwiceOpenOneIncident() {
    loop.start();
    Hub.Run run =
        loop.hub.end(loop.hub.run("feature", "build"), Map.of("build", "failure"), REFUSED);
    assertThat(loop.deliver(run, 1)).startsWith("opened incident");
    assertThat(loop.deliver(run, 1)).startsWith("nothing");
    loop.schedule.runDue();
    loop.hub.rerun(run, "mona");
    endsGreen(run);
    loop.deliver(run, 1);
    loop.schedule.runDue();
    assertThat(((State.Ended) state()).outcome()).isEqualTo(Outcome.FIXED_BY_HUMAN);
  }

  @Test
  void anAttemptThatWasOvertakenByAnotherOpensNothing() {
    loop.start();
    Hub.Run run =
        loop.hub.end(loop.hub.run("feature", "build"), Map.of("build", "failure"), REFUSED);
    loop.hub.rerun(run, "mona");
    loop.hub.end(run, Map.of(), "");
    assertThat(loop.deliver(run, 2)).startsWith("nothing");
    assertThat(loop.deliver(run, 1)).startsWith("nothing");
    assertThat(loop.all()).isEmpty();
  }

  @Test
  void whileGitHubIsAwayNothingIsLostAndAfterwardsItGoesOn() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.hub.refuse("");
    loop.advance(Duration.ofMinutes(10));
    assertThat(state()).isInstanceOf(State.Waiting.class);
    loop.hub.heal();
    loop.advance(Duration.ofMinutes(6));
    assertThat(state()).isInstanceOf(State.Proving.class);
    loop.hub.refuse("");
    loop.hub.end(run, Map.of(), "");
    loop.advance(Duration.ofMinutes(10));
    assertThat(state()).isInstanceOf(State.Proving.class);
    loop.hub.heal();
    loop.advance(Duration.ofMinutes(11));
    assertThat(((State.Ended) state()).outcome()).isEqualTo(Outcome.RECOVERED);
  }
}
