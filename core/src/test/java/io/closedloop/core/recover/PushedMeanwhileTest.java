package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Somebody else's push at each point of a repair. */
class PushedMeanwhileTest extends RepairLoop {
  @Test
  void somebodysPushBeforeAskingEndsIt() {
    loop.format("format", "formatted\n").start();
    Hub.Run run =
        loop.hub.end(loop.hub.run("feature", "build"), Map.of("build", "failure"), UNFORMATTED);
    loop.deliver(run, 1);
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    loop.schedule.runDue();
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void somebodysPushWhileAPersonIsAskedEndsItAndALateApprovalWritesNothing() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    String digest = ((State.AwaitingApproval) state()).digest();
    somebodyPushes();
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
    assertThat(loop.approvals().decide(loop.only().id(), digest, true, "mona"))
        .isEqualTo(Approvals.Answer.NOT_WAITING);
    loop.advance(Duration.ofHours(1));
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void somebodysPushThatNobodyDeliveredIsSeenJustBeforeTheWrite() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    loop.hub.push("feature", "mona", "Work", "b.txt", "b\n");
    approve(true);
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void somebodysPushInTheVeryInstantOfTheWriteWinsOverOurs() {
    loop.format("format", "formatted\n").start();
    loop.hub.during(COMMIT, () -> loop.hub.push("feature", "mona", "Work", "b.txt", "b\n"));
    loop.failed("feature", UNFORMATTED);
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.hub.file("feature", "a.txt")).isEqualTo("a\n");
    assertThat(loop.only().state()).isNotInstanceOf(State.Proving.class);
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void somebodysPushWhileItIsProvenEndsItAndNothingIsWrittenAfterwards() {
    loop.format("format", "once\n").format("sort", "twice\n").start();
    loop.failed("feature", UNFORMATTED);
    somebodyPushes();
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
    ci("feature", Map.of(), "");
    loop.advance(Duration.ofDays(1));
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void aDeletedBranchEndsIt() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    loop.hub.delete("feature");
    approve(true);
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
  }

  @Test
  void aCommitThatOnlyClaimsToBeOursIsSomebodyElses() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    loop.hub.push(
        "feature", "mallory", OwnWrites.sign("Mine", loop.only().id(), "k"), "b.txt", "b\n");
    loop.pushed("feature");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
  }
}
