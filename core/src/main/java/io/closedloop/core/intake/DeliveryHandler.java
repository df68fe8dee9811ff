package io.closedloop.core.intake;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.Store;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Handles one stored delivery: reads what little it needs from the payload and tells the listener.
 */
@Singleton
public final class DeliveryHandler implements TaskHandler {
  private static final Logger log = LoggerFactory.getLogger(DeliveryHandler.class);
  private static final String BRANCH = "refs/heads/";
  private final Store store;
  private final Deliveries deliveries;
  private final GitHubListener listener;
  private final InstallationListener installations;
  private final JsonMapper json;
  private final MeterRegistry meters;

  @Inject
  DeliveryHandler(
      Store store,
      Deliveries deliveries,
      GitHubListener listener,
      InstallationListener installations,
      JsonMapper json,
      MeterRegistry meters) {
    this.store = store;
    this.deliveries = deliveries;
    this.listener = listener;
    this.installations = installations;
    this.json = json;
    this.meters = meters;
  }

  @Override
  public void run(String id) {
    Optional<Delivery> stored = store.read(tx -> deliveries.find(tx, id));
    if (stored.isEmpty()) {
      log.warn("delivery {} is not in the store any more; nothing is done", id);
      return;
    }
    Delivery delivery = stored.get();
    if (!GitHubEvents.actedUpon(delivery.event())) {
      meters
          .counter("closedloop.deliveries.unhandled", "event", GitHubEvents.label(delivery.event()))
          .increment();
      end(id, "handled", "counted; nothing follows from this event");
      return;
    }
    JsonNode payload;
    try {
      payload = json.readTree(delivery.payload());
    } catch (JacksonException unreadable) {
      // It is JSON, or it would not be here; but with more in it than is read. Trying again would
      // not mend that.
      end(id, "handled", "nothing: the payload is beyond what is read");
      return;
    }
    try {
      String outcome = tell(delivery.event(), payload);
      log.info("delivery {} ({}): {}", id, delivery.event(), outcome);
      end(id, "handled", outcome);
    } catch (GitHubUnavailable away) {
      end(id, "failed", "GitHub did not answer, it is tried again: " + away.getMessage());
      throw away;
    } catch (GitHubRefused refused) {
      String how =
          switch (refused.kind()) {
            case UNAUTHORIZED -> "GitHub refused, it is tried again: ";
            case FORBIDDEN, NO_ACCESS, NOT_FOUND -> RefusedDeliveries.OUTCOME;
            case GONE, CONFLICT, INVALID -> "GitHub refused: ";
          };
      end(id, "failed", how + refused.getMessage());
      if (refused.kind() == GitHubRefused.Kind.UNAUTHORIZED) {
        throw refused;
      }
    }
  }

  private void end(String id, String state, String outcome) {
    store.write(tx -> {
      deliveries.done(tx, id, state, outcome.length() > 500 ? outcome.substring(0, 500) : outcome);
      return id;
    });
  }

  private String tell(String event, JsonNode payload) {
    if (GitHubEvents.INSTALLATIONS.contains(event)) {
      return installation(event, payload);
    }
    Optional<RepoId> repo = repository(payload);
    if (event.equals("ping")) {
      return "GitHub says: the webhook is connected";
    }
    if (repo.isEmpty()) {
      return "nothing: the payload names no repository";
    }
    return switch (event) {
      case "workflow_run" -> workflowRun(repo.get(), payload);
      case "push" -> push(repo.get(), payload);
      case "pull_request" -> pullRequest(repo.get(), payload);
      default -> "nothing follows from this event";
    };
  }

  private String installation(String event, JsonNode payload) {
    JsonNode installation = payload.path("installation");
    long id = installation.path("id").asLong(0);
    if (id == 0) {
      return "nothing: the payload names no installation";
    }
    // A rename brings the account apart, and a mere reference for the installation.
    String account =
        installation
            .path("account")
            .path("login")
            .asString(payload.path("account").path("login").asString(""));
    String action = payload.path("action").asString("");
    return installations.changed(
        id,
        account.matches("[A-Za-z0-9_-]{1,100}") ? account : "an unknown account",
        event + (action.matches("[a-z_]{1,60}") ? " " + action : ""));
  }

  private String workflowRun(RepoId repo, JsonNode payload) {
    JsonNode run = payload.path("workflow_run");
    if (!payload.path("action").asString("").equals("completed")) {
      return "nothing: the run has not ended";
    }
    long id = run.path("id").asLong(0);
    return id == 0
        ? "nothing: the payload names no run"
        : listener.runCompleted(repo, id, Math.max(1, run.path("run_attempt").asInt(1)));
  }

  private String push(RepoId repo, JsonNode payload) {
    String ref = payload.path("ref").asString("");
    if (!ref.startsWith(BRANCH) || payload.path("deleted").asBoolean(false)) {
      return "nothing: no branch got a new head";
    }
    return listener.pushed(
        repo, ref.substring(BRANCH.length()), payload.path("after").asString(""));
  }

  private String pullRequest(RepoId repo, JsonNode payload) {
    JsonNode pull = payload.path("pull_request");
    String owner = owner(pull.path("head"));
    String branch = pull.path("head").path("ref").asString("");
    String ref = owner.equals(repo.owner()) ? branch : owner + ":" + branch;
    return switch (payload.path("action").asString("")) {
      case "closed" -> listener.pullRequestClosed(repo, pull.path("number").asInt(0), ref);
      case "synchronize" -> listener.pushed(repo, ref, pull.path("head").path("sha").asString(""));
      default -> "nothing: neither closed nor pushed to";
    };
  }

  /** Who has the head; of a fork that was deleted only its owner's name is left, if that. */
  private static String owner(JsonNode head) {
    String label = head.path("label").asString("");
    return head.path("repo")
        .path("owner")
        .path("login")
        .asString(
            head.path("user")
                .path("login")
                .asString(
                    label.contains(":") ? label.substring(0, label.indexOf(':')) : "unknown"));
  }

  /** Which one it is about; empty when it names none. */
  static Optional<RepoId> repository(JsonNode payload) {
    try {
      return Optional.of(RepoId.parse(payload.path("repository").path("full_name").asString("")));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }
}
