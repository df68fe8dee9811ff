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
import java.util.List;
import java.util.Map;
import org.pf4j.Extension;

/**
 * Purges a CDN that serves stale files; the core fetches the OAuth token, so this never sees one.
 */
@Extension
public final class PurgeCdn implements RecoveryActionFactory<PurgeCdn.Config> {

  /** The address that purges, the tag to purge, and the name of the credential. */
  public record Config(String purge, String tag, String credential) {
    public Config {
      if (tag.isBlank()) {
        throw new IllegalArgumentException("tag: give the tag to purge, not the whole CDN");
      }
    }
  }

  @Override
  public String type() {
    return "purge_cdn";
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
      return ActionSpec.of("cache_cleanup", Effect.CallHttp.class, Effect.Rerun.class)
          .needing(Permission.ACTIONS_WRITE)
          .reaching(URI.create(config.purge()).getHost());
    }

    @Override
    public Proposal propose(Situation situation) {
      if (!situation.diagnosis().subcategory().equals("stale_file")) {
        return new Proposal.Nothing("no stale file was served");
      }
      CredentialRef client =
          new CredentialRef(config.credential(), CredentialRef.Kind.OAUTH_CLIENT_CREDENTIALS);
      Json body = Json.object(Map.of("tags", Json.array(List.of(Json.of(config.tag())))));
      Effect purge =
          new Effect.CallHttp(
              Effect.HttpCall.post(config.purge(), body).with(client), RepeatPolicy.IDEMPOTENT);
      Effect again =
          new Effect.Rerun(situation.run().id(), new Effect.Rerun.Scope.FailedJobs(), false);
      return Proposal.Act.of(
          List.of(
              new Proposal.Step("Purge " + config.tag() + " from the CDN", purge),
              new Proposal.Step("Run the failed jobs again", again)),
          "The CDN served a stale file.",
          Proof.failedJobs());
    }
  }
}
