package io.closedloop.example;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Patch;
import io.closedloop.api.Permission;
import io.closedloop.api.PluginContext;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Situation;
import io.closedloop.api.Workspace;
import java.time.Duration;
import java.util.List;
import org.pf4j.Extension;

/**
 * Bumps a version that was published already, by the repository's own script, and commits what the
 * script changed.
 */
@Extension
public final class BumpVersion implements RecoveryActionFactory<BumpVersion.Config> {

  /** The script in the repository; it writes the file {@code VERSION}. */
  public record Config(String script) {}

  @Override
  public String type() {
    return "bump_version";
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
      return ActionSpec.of("version_bump", Effect.Commit.class)
          .needing(Permission.CONTENTS_WRITE)
          .writing("VERSION");
    }

    @Override
    public Proposal propose(Situation situation) {
      if (!situation.diagnosis().subcategory().equals("version_exists")) {
        return new Proposal.Nothing("no version was refused as published already");
      }
      Workspace workspace = situation.workspace();
      if (workspace.read(config.script()).isEmpty()) {
        return new Proposal.Nothing("the repository has no " + config.script());
      }
      Workspace.ToolResult result =
          workspace.run("sh", List.of(config.script()), Duration.ofMinutes(1));
      if (result.timedOut() || result.exitCode() != 0) {
        return new Proposal.GiveUp(config.script() + " failed: " + result.err());
      }
      Patch patch = workspace.changes();
      return patch.isEmpty()
          ? new Proposal.Nothing(config.script() + " changed nothing")
          : Proposal.Act.of(
              new Effect.Commit(patch, "Bump the version\n\nThe old one was published already."),
              "The version was published already, so the next one is needed.",
              Proof.failedJobs());
    }
  }
}
