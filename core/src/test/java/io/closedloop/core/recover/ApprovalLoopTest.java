package io.closedloop.core.recover;

import static io.closedloop.core.recover.Hub.ME;
import static io.closedloop.core.recover.Loop.REFUSED;
import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A repair that waits for a person. */
class ApprovalLoopTest extends RepairLoop {
  @Test
  void anApprovalIsBoundToExactlyWhatWasShown() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    assertThat(loop.approvals().decide(loop.only().id(), "0".repeat(64), true, "mona"))
        .isEqualTo(Approvals.Answer.OTHER_PROPOSAL);
    assertThat(loop.hub.writes()).isEmpty();
    approve(true);
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void aRejectedProposalIsNotCarriedOut() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    approve(false);
    assertThat(state())
        .isInstanceOfSatisfying(
            State.Escalated.class,
            escalated ->
                assertThat(escalated.why())
                    .startsWith("What was proposed was rejected, and nothing was written"));
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void anApprovalThatNobodyGaveInTimeIsANo() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    loop.advance(Duration.ofDays(3).plusSeconds(1));
    assertThat(loop.facts(loop.only())).contains("ApprovalExpired");
    assertThat(state()).isInstanceOf(State.Escalated.class);
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void anApprovalAfterItsTimeIsANoEvenWhenTheServerWasDownMeanwhile() {
    loop.format("format", "formatted\n").supervise("format").start();
    loop.failed("feature", UNFORMATTED);
    String digest = ((State.AwaitingApproval) state()).digest();
    loop.clock.advance(Duration.ofDays(4));
    assertThat(loop.approvals().decide(loop.only().id(), digest, true, "mona"))
        .isEqualTo(Approvals.Answer.NOT_WAITING);
    loop.schedule.runDue();
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void whenSomebodyElsesRunFailsDifferentlyTheOldPlanIsNotTakenForItsOwn() {
    loop.format("format", "formatted\n").supervise("format").start();
    Hub.Run run = loop.failed("feature", UNFORMATTED);
    loop.hub.rerun(run, "mona");
    loop.advance(Duration.ofSeconds(5));
    loop.ended(loop.hub.end(run, Map.of("build", "failure"), REFUSED));
    loop.advance(Duration.ofDays(4));
    assertThat(loop.all())
        .allSatisfy(i -> assertThat(i.state().toString()).doesNotContain("no action is known"));
  }

  @Test
  void aProposalForAnOlderCommitIsNeverCarriedOutOnANewerOne() {
    loop.action(
            "format",
            ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt"),
            s -> Loop.commit("a.txt", "on " + s.run().headSha() + "\n"))
        .supervise("format")
        .start();
    loop.failed("feature", UNFORMATTED);
    Incident incident = loop.only();
    // our own commit for another incident becomes the head, and the job is red there too
    String ours =
        loop.hub.push(
            "feature",
            ME,
            OwnWrites.sign("Other", otherIncident(), "k"),
            "a.txt",
            "another repair\n");
    loop.pushed("feature");
    ci("feature", Map.of("build", "failure"), UNFORMATTED);
    Incident now =
        loop.all().stream().filter(i -> i.id().equals(incident.id())).findFirst().orElseThrow();
    assertThat(now.state()).isInstanceOf(State.AwaitingApproval.class);
    loop.approvals()
        .decide(now.id(), ((State.AwaitingApproval) now.state()).digest(), true, "mona");
    loop.schedule.runDue();
    assertThat(loop.hub.file("feature", "a.txt")).isEqualTo("on " + ours + "\n");
  }

  private String otherIncident() {
    loop.failed("main", REFUSED);
    return loop.all().getLast().id();
  }
}
