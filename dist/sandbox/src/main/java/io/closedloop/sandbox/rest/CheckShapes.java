package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.CheckRun;
import io.closedloop.sandbox.world.Repo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of check runs that apps wrote, and of the apps themselves. */
public record CheckShapes(Shapes shapes) {
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  ObjectNode checkRun(Repo repo, CheckRun run) {
    String url = shapes.url(repo) + "/check-runs/" + run.id();
    String html = shapes.html(repo) + "/runs/" + run.id();
    String details = run.text().detailsUrl();
    return object(
        "id", run.id(),
        "name", run.name(),
        "node_id", Shapes.nodeId("CR_", run.id()),
        "head_sha", run.sha(),
        "external_id", run.text().externalId(),
        "url", url,
        "html_url", html,
        "details_url", details == null ? html : details,
        "status", run.status(),
        "conclusion", run.conclusion(),
        "started_at", run.times().started(),
        "completed_at", run.times().completed(),
        "output", output(url, run.text().title(), run.text().summary(), 0),
        "check_suite", object("id", run.id() + 60_000_000_000L),
        "app", app(run.app()),
        "pull_requests", List.of());
  }

  static ObjectNode output(
      String url, @Nullable String title, @Nullable String summary, int annotations) {
    return object(
        "title", title,
        "summary", summary,
        "text", null,
        "annotations_count", annotations,
        "annotations_url", url + "/annotations");
  }

  /** An app by the account under which it acts. */
  ObjectNode app(Account account) {
    String slug = account.login().replace("[bot]", "");
    return object(
        "id",
        account.id(),
        "slug",
        slug,
        "node_id",
        Shapes.nodeId("A_", account.id()),
        "owner",
        shapes.account(account),
        "name",
        slug,
        "description",
        null,
        "external_url",
        shapes.api() + "/" + slug,
        "html_url",
        shapes.api() + "/apps/" + slug,
        "created_at",
        LONG_AGO,
        "updated_at",
        LONG_AGO,
        "permissions",
        object(),
        "events",
        List.of());
  }
}
