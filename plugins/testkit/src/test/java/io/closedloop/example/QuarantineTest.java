package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Evidence;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuarantineTest extends RecoveryActionContract<Quarantine.Config> {

  @Override
  protected RecoveryActionFactory<Quarantine.Config> factory() {
    return new Quarantine();
  }

  @Override
  protected Quarantine.Config config() {
    return new Quarantine.Config("ci/quarantine.txt", 14);
  }

  @Override
  protected SituationBuilder situation() {
    return listed("# flaky tests\n");
  }

  private SituationBuilder listed(String list) {
    SituationBuilder situation =
        FakeSituation.builder()
            .diagnosed("testing", "flaky_test", "junit")
            .failedTests(new Evidence.FailedTest("shop.CartTest", "adds()", "timed out"));
    situation.github().file("ci/quarantine.txt", SituationBuilder.SHA, list);
    return situation;
  }

  @Test
  void theTestIsListedAndTheProposalIsASuppressionThatExpires() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(((Effect.Commit) act.steps().getFirst().effect()).patch())
        .isEqualTo(Patch.ofText("ci/quarantine.txt", "# flaky tests\nshop.CartTest#adds()\n"));
    assertThat(act.suppression())
        .isEqualTo(new Proposal.Suppression("shop.CartTest#adds()", Duration.ofDays(14)));
  }

  @Test
  void aTestThatIsListedAlreadyIsNotListedTwice() throws Exception {
    assertThat(propose(listed("shop.CartTest#adds()\n").build()))
        .isInstanceOf(Proposal.Nothing.class);
  }

  @Test
  void aNameThatWouldAddALineIsRefused() throws Exception {
    SituationBuilder hostile =
        situation().failedTests(new Evidence.FailedTest("shop.CartTest", "a\nshop.*", "red"));
    assertThat(propose(hostile.build())).isInstanceOf(Proposal.Nothing.class);
  }
}
