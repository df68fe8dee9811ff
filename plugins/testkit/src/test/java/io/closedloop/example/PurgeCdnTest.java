package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.closedloop.api.CredentialRef;
import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.RepeatPolicy;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import org.junit.jupiter.api.Test;

class PurgeCdnTest extends RecoveryActionContract<PurgeCdn.Config> {
  private static final String PURGE = "https://cdn.test/v1/purge";

  @Override
  protected RecoveryActionFactory<PurgeCdn.Config> factory() {
    return new PurgeCdn();
  }

  @Override
  protected PurgeCdn.Config config() {
    return new PurgeCdn.Config(PURGE, "shop", "cdn");
  }

  @Override
  protected SituationBuilder situation() {
    return FakeSituation.builder().diagnosed("infrastructure", "stale_file", "curl");
  }

  @Test
  void theCredentialIsANameAndThePurgeMayBeRepeated() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    Effect.CallHttp purge = (Effect.CallHttp) act.steps().getFirst().effect();
    assertThat(purge.call().credential())
        .isEqualTo(new CredentialRef("cdn", CredentialRef.Kind.OAUTH_CLIENT_CREDENTIALS));
    assertThat(purge.repeat()).isEqualTo(RepeatPolicy.IDEMPOTENT);
    assertThat(purge.call().body()).hasToString("{\"tags\":[\"shop\"]}");
  }

  @Test
  void theWholeCdnCannotBePurgedByMistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PurgeCdn.Config(PURGE, " ", "cdn"))
        .withMessageContaining("tag");
  }
}
