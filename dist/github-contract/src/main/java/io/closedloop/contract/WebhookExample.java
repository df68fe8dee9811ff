package io.closedloop.contract;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A payload of a webhook, one for each event and action of which there is an example. */
public record WebhookExample(String event, String payload) {
  private static final JsonMapper JSON = new JsonMapper();

  public static List<WebhookExample> all() {
    return Resource.text("webhook-examples.ndjson.gz").lines().map(WebhookExample::read).toList();
  }

  public JsonNode json() {
    return JSON.readTree(payload);
  }

  /** Short enough for a test's name. */
  @Override
  public String toString() {
    return event + " " + json().path("action").asString("");
  }

  private static WebhookExample read(String line) {
    JsonNode node = JSON.readTree(line);
    return new WebhookExample(node.path("event").asString(), node.path("payload").toString());
  }
}
