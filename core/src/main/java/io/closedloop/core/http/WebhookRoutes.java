package io.closedloop.core.http;

import io.closedloop.core.intake.Receipt;
import io.closedloop.core.intake.Webhook;
import io.closedloop.core.intake.WebhookRequest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where GitHub delivers to. */
final class WebhookRoutes {
  private final Webhook webhook;
  private final JsonAnswers json;

  @Inject
  WebhookRoutes(Webhook webhook, JsonAnswers json) {
    this.webhook = webhook;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/webhooks/github",
            Access.open(),
            Contract.of("takes a signed delivery of GitHub")
                .takesAnyJson()
                .answers(202, Accepted.class)
                .problems(400, 401, 408, 413, 415),
            Handler.later(this::receive)));
  }

  /** What GitHub is told; {@code repeated} when the delivery was there before. */
  record Accepted(String delivery, boolean repeated) {}

  private CompletionStage<Answer> receive(Call call) {
    try (BodyReader.Body body = call.body(WebhookRequest.MAX_BYTES)) {
      WebhookRequest request =
          new WebhookRequest(
              call.header("X-GitHub-Event").orElse(null),
              call.header("X-GitHub-Delivery").orElse(null),
              call.header("X-Hub-Signature-256").orElse(null),
              call.header("Content-Type").orElse(null),
              body.bytes());
      // The body may go before there is an answer: what waits to be stored is a packed copy.
      return webhook.receive(request).thenApply(this::answer);
    }
  }

  private Answer answer(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Accepted(String id, boolean repeated) ->
          json.json(202, new Accepted(id, repeated));
      case Receipt.Rejected(int status, String why) -> throw new HttpProblem(status, why);
      case Receipt.Busy(String why) -> throw new HttpProblem(503, why, Map.of("Retry-After", "30"));
    };
  }
}
