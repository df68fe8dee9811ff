package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A process that dies, or a GitHub that goes away, between the beginning of a write and its end.
 */
class CutShortTest extends RepairLoop {
  @Test
  void aCommitThatHappenedBeforeACrashIsFoundByItsTrailer() {
    loop.format("format", "formatted\n").start();
    loop.hub.lose(COMMIT);
    loop.hub.during(COMMIT, () -> loop.hub.refuse("GET "));
    loop.failed("feature", UNFORMATTED);
    assertThat(state()).isInstanceOf(State.Begun.class);
    loop.hub.heal();
    loop.start();
    loop.advance(Duration.ofMinutes(1));
    assertThat(commits()).isEqualTo(1);
    assertThat(state()).isInstanceOf(State.Proving.class);
    ci("feature", Map.of(), "");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void aCommitThatDidNotHappenBeforeACrashIsMadeOnce() {
    loop.format("format", "formatted\n").start();
    loop.hub.refuse(COMMIT);
    loop.failed("feature", UNFORMATTED);
    assertThat(state()).isInstanceOf(State.Begun.class);
    loop.hub.heal();
    loop.start();
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.hub.file("feature", "a.txt")).isEqualTo("formatted\n");
    assertThat(state()).isInstanceOf(State.Proving.class);
  }

  @Test
  void ourCommitThatWentGreenBeforeItsBeginningWasKnownIsOurSuccess() {
    loop.format("format", "formatted\n").start();
    loop.hub.lose(COMMIT);
    loop.hub.during(COMMIT, () -> loop.hub.refuse("GET "));
    loop.failed("feature", UNFORMATTED);
    loop.hub.heal();
    Hub.Run run = loop.hub.end(loop.hub.run("feature", "build", "docs"), Map.of(), "");
    loop.deliver(run, 1);
    loop.advance(Duration.ofMinutes(2));
    assertThat(outcome(loop.only())).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void whatMustNeverBeDoneTwiceAsksAPersonAfterACrash() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    Incident incident = loop.only();
    var codec = new ProposalCodec(tools.jackson.databind.json.JsonMapper.builder().build());
    String json =
        codec.write(
            Proposal.Act.of(
                new Effect.RunCommand("restart", Map.of()),
                "it hangs",
                new io.closedloop.api.Proof.None("a command")));
    loop.store.write(tx -> {
      var proposed =
          loop.incidents()
              .record(
                  tx,
                  incident,
                  new io.closedloop.core.incident.IncidentFact.ActionProposed(
                      2, "format", "it hangs", json, "d", ""));
      var cleared =
          loop.incidents()
              .record(
                  tx, proposed, new io.closedloop.core.incident.IncidentFact.ActionCleared("d"));
      return loop.incidents()
          .record(
              tx,
              cleared,
              new io.closedloop.core.incident.IncidentFact.EffectBegun(2, 0, "k", "guard"));
    });
    loop.advance(Duration.ofDays(4));
    assertThat(((State.Escalated) state()).why()).contains("is unknown");
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void aPullRequestWhoseMakingWasCutShortIsMadeOnce() {
    loop.format("format", "formatted\n").start();
    loop.hub.lose("POST /repos/octo/shop/pulls");
    loop.hub.during("POST /repos/octo/shop/pulls", () -> loop.hub.refuse("GET "));
    loop.failed("main", UNFORMATTED);
    assertThat(state()).isInstanceOf(State.Begun.class);
    loop.hub.heal();
    loop.start();
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.hub.pulls()).hasSize(1);
    assertThat(commits()).isEqualTo(1);
    assertThat(state()).isInstanceOf(State.Proving.class);
  }

  @Test
  void aPullRequestThatWasNotYetMadeAfterItsCommitIsMadeAfterwards() {
    loop.format("format", "formatted\n").start();
    loop.hub.refuse("POST /repos/octo/shop/pulls");
    loop.failed("main", UNFORMATTED);
    loop.hub.heal();
    loop.start();
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.hub.pulls()).hasSize(1);
    assertThat(commits()).isEqualTo(1);
    assertThat(state()).isInstanceOf(State.Proving.class);
  }
}
