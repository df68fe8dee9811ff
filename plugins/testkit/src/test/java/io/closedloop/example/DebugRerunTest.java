package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DebugRerunTest extends RecoveryActionContract<DebugRerun.Config> {

  @Override
  protected RecoveryActionFactory<DebugRerun.Config> factory() {
    return new DebugRerun();
  }

  @Override
  protected DebugRerun.Config config() {
    return new DebugRerun.Config();
  }

  @Override
  protected SituationBuilder situation() {
    return FakeSituation.builder()
        .diagnosed("testing", "crash", "gtest")
        .failedJobs("test (linux, 25)", "test (macos, 25)");
  }

  @Test
  void oneJobOfTheMatrixRunsAgainAndProvesOnlyItself() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(act.steps().getFirst().effect())
        .isEqualTo(
            new Effect.Rerun(SituationBuilder.RUN, new Effect.Rerun.Scope.OneJob(101), true));
    assertThat(act.proof()).isEqualTo(new Proof.Jobs(Set.of("test (linux, 25)"), null));
  }
}
