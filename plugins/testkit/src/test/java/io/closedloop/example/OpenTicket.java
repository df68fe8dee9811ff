package io.closedloop.example;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.CredentialRef;
import io.closedloop.api.Effect;
import io.closedloop.api.IncidentView;
import io.closedloop.api.Json;
import io.closedloop.api.PastAttempt;
import io.closedloop.api.PluginContext;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Situation;
import io.closedloop.api.StepResult;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/**
 * Opens a Jira ticket for a failure that needs people, then, asked again, links it to the incident.
 */
@Extension
public final class OpenTicket implements RecoveryActionFactory<OpenTicket.Config> {
  private static final String OPEN = "Open a ticket";
  private static final String LINK = "Link the ticket";

  /** Jira's address, the project's key, and the name of the credential. */
  public record Config(String jira, String project, String credential) {}

  @Override
  public String type() {
    return "open_ticket";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public RecoveryAction create(Config config, PluginContext context) {
    return new Action(config, context);
  }

  private record Action(Config config, PluginContext context) implements RecoveryAction {
    private static final Proof NO_PROOF = new Proof.None("a ticket repairs nothing");

    @Override
    public ActionSpec spec() {
      return ActionSpec.of("ticket", Effect.CallHttp.class)
          .reaching(URI.create(config.jira()).getHost());
    }

    @Override
    public Proposal propose(Situation situation) {
      if (!situation.diagnosis().category().equals("security")) {
        return new Proposal.Nothing("only security failures get a ticket");
      }
      if (done(situation, LINK).isPresent()) {
        return new Proposal.Nothing("the ticket is open and linked");
      }
      Optional<String> key =
          done(situation, OPEN)
              .map(result -> result.values().getOrDefault("body", ""))
              .flatMap(body -> context.parseJson(body).at("/key"))
              .flatMap(Json::text)
              .filter(text -> text.matches("[A-Z][A-Z0-9_]*-[0-9]+"));
      return key.isPresent() ? link(key.get(), situation.incident()) : open(situation);
    }

    private Optional<StepResult> done(Situation situation, String step) {
      return situation.history().stream()
          .filter(attempt -> attempt.action().equals(context.instance()))
          .map(PastAttempt::results)
          .flatMap(results -> results.stream())
          .filter(result -> result.title().equals(step))
          .filter(result -> result.status() == StepResult.Status.DONE)
          .findFirst();
    }

    private Proposal open(Situation situation) {
      Json fields =
          Json.object(
              Map.of(
                  "project", Json.object(Map.of("key", Json.of(config.project()))),
                  "issuetype", Json.object(Map.of("name", Json.of("Bug"))),
                  "summary", Json.of("CI: " + situation.diagnosis().subcategory())));
      return call(OPEN, "/rest/api/3/issue", Json.object(Map.of("fields", fields))).thenAskAgain();
    }

    private Proposal link(String key, IncidentView incident) {
      Json target =
          Json.object(Map.of("url", Json.of(incident.url()), "title", Json.of(incident.id())));
      return call(
          LINK, "/rest/api/3/issue/" + key + "/remotelink", Json.object(Map.of("object", target)));
    }

    private Proposal.Act call(String title, String path, Json body) {
      CredentialRef user = new CredentialRef(config.credential(), CredentialRef.Kind.BASIC);
      return Proposal.Act.of(
          new Effect.CallHttp(Effect.HttpCall.post(config.jira() + path, body).with(user)),
          title,
          NO_PROOF);
    }
  }
}
