package io.closedloop.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.testkit.FakeSituation;
import io.closedloop.testkit.RealTool;
import io.closedloop.testkit.RecoveryActionContract;
import io.closedloop.testkit.SituationBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class BumpVersionTest extends RecoveryActionContract<BumpVersion.Config> {

  @Override
  protected RecoveryActionFactory<BumpVersion.Config> factory() {
    return new BumpVersion();
  }

  @Override
  protected BumpVersion.Config config() {
    return new BumpVersion.Config("bump.sh");
  }

  @Override
  protected SituationBuilder situation() {
    return with("read v < VERSION; echo \"1.2.$((${v##*.} + 1))\" > VERSION\n");
  }

  private SituationBuilder with(String script) {
    return FakeSituation.builder()
        .diagnosed("build_deploy", "version_exists", "npm")
        .workspace(
            workspace()
                .file("VERSION", "1.2.3\n")
                .file("bump.sh", script)
                .tool("sh", "sh", new RealTool(List.of("sh"))));
  }

  @Test
  void whatTheScriptReallyChangedIsCommitted() throws Exception {
    Proposal.Act act = (Proposal.Act) propose(situation().build());
    assertThat(((Effect.Commit) act.steps().getFirst().effect()).patch())
        .isEqualTo(Patch.ofText("VERSION", "1.2.4\n"));
  }

  @Test
  void aScriptThatFailsIsLeftToAPerson() throws Exception {
    assertThat(propose(with("echo no tags >&2; exit 3\n").build()))
        .isEqualTo(new Proposal.GiveUp("bump.sh failed: no tags\n"));
  }
}
