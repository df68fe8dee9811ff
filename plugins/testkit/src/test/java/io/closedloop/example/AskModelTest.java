package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Evidence;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeContext;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import org.junit.jupiter.api.Test;

class AskModelTest extends RecoveryActionContract<AskModel.Config> {
  private static final String ENDPOINT = "https://model.test/v1/chat/completions";

  @Override
  protected RecoveryActionFactory<AskModel.Config> factory() {
    return new AskModel();
  }

  @Override
  protected AskModel.Config config() {
    return new AskModel.Config(ENDPOINT, "small", "model");
  }

  @Override
  protected SituationBuilder situation() {
    SituationBuilder situation =
        FakeSituation.builder()
            .diagnosed("quality_gates", "type_error", "mypy")
            .annotations(new Evidence.Annotation("shop/cart.py", 1, "failure", "int is not str"));
    situation.github().file("shop/cart.py", SituationBuilder.SHA, "total: str = 0\n");
    return situation;
  }

  @Override
  protected void script(FakeContext context) {
    context
        .http()
        .answer(
            "POST",
            ENDPOINT,
            200,
            "{\"choices\":[{\"message\":{\"content\":\"total: int = 0\\n\"}}]}");
  }

  @Test
  void theSuggestedTextIsCommitted() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(((Effect.Commit) act.steps().getFirst().effect()).patch())
        .isEqualTo(Patch.ofText("shop/cart.py", "total: int = 0\n"));
  }

  @Test
  void aBusyModelIsAskedLater() throws Exception {
    FakeContext busy = new FakeContext("ask_model");
    busy.http().answer("POST", ENDPOINT, 429, "{}");
    assertThat(propose(busy, situation().build())).isInstanceOf(Proposal.Later.class);
  }

  @Test
  void anAnswerWithoutTextIsNoPatch() throws Exception {
    FakeContext mute = new FakeContext("ask_model");
    mute.http().answer("POST", ENDPOINT, 200, "{\"choices\":[]}");
    assertThat(propose(mute, situation().build())).isInstanceOf(Proposal.Nothing.class);
  }
}
