package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import org.junit.jupiter.api.Test;

class RestartRunnerTest extends RecoveryActionContract<RestartRunner.Config> {

  @Override
  protected RecoveryActionFactory<RestartRunner.Config> factory() {
    return new RestartRunner();
  }

  @Override
  protected RestartRunner.Config config() {
    return new RestartRunner.Config("https://runners.test/api", "runner_api");
  }

  @Override
  protected SituationBuilder situation() {
    return FakeSituation.builder()
        .diagnosed("infrastructure", "runner_lost", null)
        .runner("rack 3/box-1");
  }

  @Test
  void itRestartsWaitsAndRunsAgainInThatOrder() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(act.steps())
        .extracting(Proposal.Step::effect)
        .<Class<?>>extracting(Object::getClass)
        .containsExactly(Effect.CallHttp.class, Effect.AwaitHttp.class, Effect.Rerun.class);
  }

  @Test
  void aRunnersNameCannotChangeThePath() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    Effect.CallHttp restart = (Effect.CallHttp) act.steps().getFirst().effect();
    assertThat(restart.call().uri())
        .hasToString("https://runners.test/api/runners/rack+3%2Fbox-1/restart");
  }
}
