package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.RepeatPolicy;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollbackDeploymentTest extends RecoveryActionContract<RollbackDeployment.Config> {

  @Override
  protected RecoveryActionFactory<RollbackDeployment.Config> factory() {
    return new RollbackDeployment();
  }

  @Override
  protected RollbackDeployment.Config config() {
    return new RollbackDeployment.Config("kubectl_rollout_undo", "shop", "staging");
  }

  @Override
  protected SituationBuilder situation() {
    return FakeSituation.builder().diagnosed("build_deploy", "smoke_test_failed", "curl");
  }

  @Test
  void theCommandIsNamedNeverWritten() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    Effect undo = act.steps().getFirst().effect();
    assertThat(undo)
        .isEqualTo(
            new Effect.RunCommand(
                "kubectl_rollout_undo", Map.of("deployment", "shop", "namespace", "staging")));
    assertThat(undo.repeat()).isEqualTo(RepeatPolicy.NEVER);
  }
}
