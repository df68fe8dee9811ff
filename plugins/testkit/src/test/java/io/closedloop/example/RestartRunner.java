package io.closedloop.example;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.CredentialRef;
import io.closedloop.api.Effect;
import io.closedloop.api.Json;
import io.closedloop.api.Permission;
import io.closedloop.api.PluginContext;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.RepeatPolicy;
import io.closedloop.api.Situation;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Restarts a lost self-hosted runner through an internal API, waits until it is online, and runs
 * the failed jobs again.
 */
@Extension
public final class RestartRunner implements RecoveryActionFactory<RestartRunner.Config> {

  /** Where the runners are managed, and the name of the credential for it. */
  public record Config(String api, String credential) {}

  @Override
  public String type() {
    return "restart_runner";
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
      return ActionSpec.of(
              "runner_restart", Effect.CallHttp.class, Effect.AwaitHttp.class, Effect.Rerun.class)
          .needing(Permission.ACTIONS_WRITE)
          .reaching(URI.create(config.api()).getHost());
    }

    @Override
    public Proposal propose(Situation situation) {
      String runner = situation.failedJobs().getFirst().runner();
      if (!situation.diagnosis().subcategory().equals("runner_lost") || runner == null) {
        return new Proposal.Nothing("no lost self-hosted runner is known here");
      }
      String address =
          config.api() + "/runners/" + URLEncoder.encode(runner, StandardCharsets.UTF_8);
      CredentialRef token = new CredentialRef(config.credential(), CredentialRef.Kind.TOKEN);
      Effect restart =
          new Effect.CallHttp(
              Effect.HttpCall.post(address + "/restart", Json.object(Map.of())).with(token),
              RepeatPolicy.IDEMPOTENT);
      Effect online =
          new Effect.AwaitHttp(
              Effect.HttpCall.get(address).with(token),
              new Effect.AwaitHttp.Until(200, "/status", "online"),
              Duration.ofSeconds(10),
              Duration.ofMinutes(5));
      Effect rerun =
          new Effect.Rerun(situation.run().id(), new Effect.Rerun.Scope.FailedJobs(), false);
      return Proposal.Act.of(
          List.of(
              new Proposal.Step("Restart the runner", restart),
              new Proposal.Step("Wait until it is online", online),
              new Proposal.Step("Run the failed jobs again", rerun)),
          "The job was lost with its self-hosted runner.",
          Proof.failedJobs());
    }
  }
}
