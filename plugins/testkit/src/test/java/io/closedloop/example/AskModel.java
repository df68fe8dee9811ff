package io.closedloop.example;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.CredentialRef;
import io.closedloop.api.Effect;
import io.closedloop.api.Evidence;
import io.closedloop.api.Http;
import io.closedloop.api.Json;
import io.closedloop.api.Patch;
import io.closedloop.api.Permission;
import io.closedloop.api.PluginContext;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.api.Situation;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pf4j.Extension;

/** Has a language model rewrite the Python file that a type checker complained about. */
@Extension
public final class AskModel implements RecoveryActionFactory<AskModel.Config> {

  /** The model's endpoint (chat completions), its name, and the name of the credential. */
  public record Config(String endpoint, String model, String credential) {}

  @Override
  public String type() {
    return "ask_model";
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
    @Override
    public ActionSpec spec() {
      return ActionSpec.of("model_patch", Effect.Commit.class)
          .needing(Permission.CONTENTS_WRITE)
          .writing("**.py")
          .within(new ActionSpec.Limits(1, 50_000))
          .reaching(URI.create(config.endpoint()).getHost());
    }

    @Override
    public Proposal propose(Situation situation) {
      Optional<Evidence.Annotation> complaint =
          situation.evidence().stream()
              .flatMap(evidence -> evidence.annotations().stream())
              .filter(annotation -> annotation.path().endsWith(".py"))
              .findFirst();
      if (complaint.isEmpty()) {
        return new Proposal.Nothing("no check complained about a Python file");
      }
      String path = complaint.get().path();
      Optional<String> before = situation.github().file(path, situation.incident().headSha());
      if (before.isEmpty()) {
        return new Proposal.Nothing(path + " cannot be read");
      }
      Http.Answer answer = context.http().query(question(complaint.get().message(), before.get()));
      if (answer.status() == 429 || answer.status() >= 500) {
        return new Proposal.Later(Duration.ofMinutes(5), "the model answered " + answer.status());
      }
      Optional<String> after =
          answer.status() == 200
              ? context
                  .parseJson(answer.body())
                  .at("/choices/0/message/content")
                  .flatMap(Json::text)
                  .filter(text -> !text.isBlank() && !text.equals(before.get()))
              : Optional.empty();
      return after.isEmpty()
          ? new Proposal.Nothing("the model suggested no change of " + path)
          : Proposal.Act.of(
              new Effect.Commit(
                  Patch.ofText(path, after.get()),
                  "Correct " + path + " as a language model suggests"),
              "A language model suggests a change of " + path + ".",
              Proof.failedJobs());
    }

    private Effect.HttpCall question(String complaint, String source) {
      String text = "Mend this and answer with the whole file.\n" + complaint + "\n\n" + source;
      Json message = Json.object(Map.of("role", Json.of("user"), "content", Json.of(text)));
      Json body =
          Json.object(
              Map.of("model", Json.of(config.model()), "messages", Json.array(List.of(message))));
      return Effect.HttpCall.post(config.endpoint(), body)
          .with(new CredentialRef(config.credential(), CredentialRef.Kind.TOKEN));
    }
  }
}
