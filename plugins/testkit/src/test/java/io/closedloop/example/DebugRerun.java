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
import io.closedloop.api.WorkflowJob;
import java.util.Set;
import org.pf4j.Extension;

/**
 * Runs one job of a matrix again with debug logging, so that a crash that nobody understands leaves
 * a better log.
 */
@Extension
public final class DebugRerun implements RecoveryActionFactory<DebugRerun.Config> {

  /** Nothing to configure. */
  public record Config() {}

  @Override
  public String type() {
    return "debug_rerun";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new Action();
  }

  private record Action() implements RecoveryAction {
    @Override
    public ActionSpec spec() {
      return ActionSpec.of("re_run", Effect.Rerun.class)
          .forEveryCategory()
          .needing(Permission.ACTIONS_WRITE);
    }

    @Override
    public Proposal propose(Situation situation) {
      if (!situation.diagnosis().subcategory().equals("crash")) {
        return new Proposal.Nothing("only a crash is worth a run with debug logging");
      }
      WorkflowJob job = situation.failedJobs().getFirst();
      return Proposal.Act.of(
          new Effect.Rerun(situation.run().id(), new Effect.Rerun.Scope.OneJob(job.id()), true),
          "A program crashed; the same job with debug logging may show why.",
          new Proof.Jobs(Set.of(job.name()), null));
    }
  }
}
