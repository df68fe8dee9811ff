package io.closedloop.core.intake;

import io.closedloop.core.intake.Receipt.Accepted;
import io.closedloop.core.intake.Receipt.Busy;
import io.closedloop.core.intake.Receipt.Rejected;
import io.closedloop.core.store.QueueFull;
import io.closedloop.core.store.StoreUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes webhook requests: checks the signature over the raw bytes before anything is parsed, then
 * stores, then answers.
 */
@Singleton
public final class Webhook {
  private static final Logger log = LoggerFactory.getLogger(Webhook.class);
  private static final Pattern EVENT = Pattern.compile("[a-z0-9_]{1,60}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private final Provider<WebhookSignature> signature;
  private final Inbox inbox;
  private final JsonMapper json;
  private final MeterRegistry meters;

  @Inject
  Webhook(
      Provider<WebhookSignature> signature, Inbox inbox, JsonMapper json, MeterRegistry meters) {
    this.signature = signature;
    this.inbox = inbox;
    this.json = json;
    this.meters = meters;
  }

  /**
   * Decides about one request; the receipt is there when the delivery is on disk, and the body is
   * held no longer than until this returns. It is never logged.
   */
  public CompletionStage<Receipt> receive(WebhookRequest request) {
    String event = GitHubEvents.label(request.event());
    return decide(request)
        .thenApply(receipt -> {
          meters
              .counter("closedloop.webhook.requests", "answer", answer(receipt), "event", event)
              .increment();
          return receipt;
        });
  }

  private static String answer(Receipt receipt) {
    return switch (receipt) {
      case Accepted(String _, boolean repeated) -> repeated ? "repeated" : "accepted";
      case Rejected(int status, String _) -> Integer.toString(status);
      case Busy _ -> "503";
    };
  }

  private CompletionStage<Receipt> decide(WebhookRequest request) {
    if (!signature.get().matches(request.body(), request.signature256())) {
      return rejected(401, "X-Hub-Signature-256 is missing or does not match the webhook secret");
    }
    if (request.event() == null || !EVENT.matcher(request.event()).matches()) {
      return rejected(400, "the header X-GitHub-Event is missing or malformed");
    }
    if (request.deliveryId() == null || !ID.matcher(request.deliveryId()).matches()) {
      return rejected(400, "the header X-GitHub-Delivery is missing or malformed");
    }
    String type = mediaType(request.contentType());
    byte[] payload;
    if (type.equals("application/json")) {
      payload = request.body();
    } else if (type.equals("application/x-www-form-urlencoded")) {
      Optional<byte[]> field = formPayload(request.body());
      if (field.isEmpty()) {
        return rejected(400, "the form has no readable field \"payload\"");
      }
      payload = field.get();
    } else {
      return rejected(
          415, "the content type must be application/json or application/x-www-form-urlencoded");
    }
    Optional<String> action = Glance.action(json, payload);
    if (action.isEmpty()) {
      return rejected(400, "the body is not a JSON object");
    }
    return store(
        new Delivery(request.deliveryId(), request.event(), "webhook", payload),
        GitHubEvents.nothing(request.event(), action.get()).orElse(null));
  }

  private static CompletionStage<Receipt> rejected(int status, String why) {
    return CompletableFuture.completedStage(new Rejected(status, why));
  }

  private CompletionStage<Receipt> store(Delivery delivery, @Nullable String nothing) {
    String id = delivery.id();
    String event = delivery.event();
    return (nothing == null ? inbox.accept(delivery) : inbox.keep(delivery, nothing))
        .handle((fresh, failure) ->
            failure == null ? stored(id, event, fresh) : notStored(id, failure));
  }

  private Receipt stored(String id, String event, boolean fresh) {
    if (fresh && !GitHubEvents.actedUpon(event)) {
      meters
          .counter("closedloop.deliveries.unhandled", "event", GitHubEvents.label(event))
          .increment();
    }
    return new Accepted(id, !fresh);
  }

  private static Receipt notStored(String id, Throwable failure) {
    return switch (failure) {
      case QueueFull _ -> new Busy("too many deliveries wait to be stored");
      case StoreUnavailable e -> {
        log.warn("delivery {} was not stored: {}", id, e.getMessage());
        yield new Busy("the store cannot take it now");
      }
      case Throwable e -> throw new CompletionException(e);
    };
  }

  private static String mediaType(@Nullable String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static Optional<byte[]> formPayload(byte[] body) {
    for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
      if (field.startsWith("payload=")) {
        try {
          String text =
              URLDecoder.decode(field.substring("payload=".length()), StandardCharsets.UTF_8);
          return Optional.of(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException badEscape) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
