package io.closedloop.example;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Permission;
import io.closedloop.api.PluginContext;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Situation;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Undoes a Kubernetes rollout by a command that the operator declared, such as {@code kubectl
 * rollout undo deployment/{deployment} --namespace {namespace}}, and has the smoke test run again.
 */
@Extension
public final class RollbackDeployment implements RecoveryActionFactory<RollbackDeployment.Config> {

  /** The name of the declared command and what fills its holes. */
  public record Config(String command, String deployment, String namespace) {}

  @Override
  public String type() {
    return "rollback_deployment";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new Action(config);
  }

  private record Action(Config config) implements RecoveryAction {
    @Override
    public ActionSpec spec() {
      return ActionSpec.of("rollback", Effect.RunCommand.class, Effect.Rerun.class)
          .needing(Permission.ACTIONS_WRITE);
    }

    @Override
    public Proposal propose(Situation situation) {
      if (!situation.diagnosis().subcategory().equals("smoke_test_failed")) {
        return new Proposal.Nothing("only a failed smoke test after a rollout is rolled back");
      }
      Effect undo =
          new Effect.RunCommand(
              config.command(),
              Map.of("deployment", config.deployment(), "namespace", config.namespace()));
      Effect again =
          new Effect.Rerun(situation.run().id(), new Effect.Rerun.Scope.FailedJobs(), false);
      return Proposal.Act.of(
          List.of(
              new Proposal.Step("Undo the rollout of " + config.deployment(), undo),
              new Proposal.Step("Run the smoke test again", again)),
          "The smoke test failed after the rollout of " + config.deployment() + ".",
          Proof.failedJobs());
    }
  }
}
