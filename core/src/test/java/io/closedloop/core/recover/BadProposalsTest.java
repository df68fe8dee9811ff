package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What actions must not do, and what they do wrong. */
class BadProposalsTest extends RepairLoop {
  @Test
  void aPatchOutsideItsBoundariesIsRefusedRecordedAndTold() {
    loop.action(
            "greedy",
            ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt"),
            _ -> Loop.commit(".github/workflows/ci.yml", "on: push\n"))
        .start();
    loop.failed("feature", UNFORMATTED);
    assertThat(loop.facts(loop.only())).contains("ProposalRefused");
    assertThat(((State.Escalated) state()).why())
        .contains("greedy: refused: .github/workflows/ci.yml is never written");
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void aPatchThatDeletesIsRefused() {
    loop.action(
            "greedy",
            ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt"),
            _ ->
                Proposal.Act.of(
                    new Effect.Commit(
                        new Patch(List.of(new Patch.FileChange("a.txt", null))), "Tidy"),
                    "tidy",
                    io.closedloop.api.Proof.failedJobs()))
        .start();
    loop.failed("feature", UNFORMATTED);
    assertThat(((State.Escalated) state()).why()).contains("would be deleted");
  }

  @Test
  void aRepositoryTooLargeToBeJudgedIsARefusalAndNoStandstill() {
    loop.hub.hugeTrees = true;
    loop.format("format", "formatted\n").start();
    loop.failed("feature", UNFORMATTED);
    assertThat(((State.Escalated) state()).why()).contains("too large to be listed");
  }

  @Test
  void whatAPluginDoesWrongIsAVisibleFactAndTheNextActionGoesOn() {
    ActionSpec spec = ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt");
    loop.action(
            "throws",
            spec,
            _ -> {
              throw new IllegalStateException("boom");
            })
        .action("nothing", spec, _ -> nothing())
        .action(
            "wrong effect",
            spec,
            s ->
                Proposal.Act.of(
                    new Effect.Rerun(s.run().id(), new Effect.Rerun.Scope.AllJobs(), false),
                    "x",
                    io.closedloop.api.Proof.failedJobs()))
        .format("format", "formatted\n")
        .start();
    loop.failed("feature", UNFORMATTED);
    Incident incident = loop.only();
    assertThat(loop.facts(incident)).filteredOn("PluginFailed"::equals).hasSize(2);
    assertThat(incident.declined().get("throws")).contains("boom");
    assertThat(incident.declined().get("nothing")).contains("answered null");
    assertThat(incident.declined().get("wrong effect")).contains("did not declare");
    assertThat(incident.state()).isInstanceOf(State.Proving.class);
  }

  @Test
  void aPluginThatHangsIsGivenUpAndTheNextActionGoesOn() {
    var never = new java.util.concurrent.CountDownLatch(1);
    loop.action(
            "hangs",
            ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt"),
            _ -> {
              never.await();
              return new Proposal.Nothing("woken");
            })
        .start();
    loop.impatient = true;
    loop.failed("feature", UNFORMATTED);
    assertThat(loop.only().declined().get("hangs")).contains("gave no answer within 300 s");
    assertThat(loop.facts(loop.only())).contains("PluginFailed", "IncidentEscalated");
  }

  @SuppressWarnings("NullAway") // what a careless plugin does
  private static Proposal nothing() {
    return null;
  }
}
