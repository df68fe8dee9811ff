package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Apps;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.ForgeApp;
import io.closedloop.sandbox.world.Repo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The App, its installations, and their tokens. */
public final class AppApi {
  private static final Instant BEGAN = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> EVENTS = List.of("workflow_run", "push", "pull_request");
  private final Desk desk;
  private final Apps apps;

  public AppApi(Desk desk, Apps apps) {
    this.desk = desk;
    this.apps = apps;
  }

  public void declare(Router router) {
    router
        .on("GET", "/app", this::app)
        .on("GET", "/app/installations", this::installations)
        .on("GET", "/app/installations/{id}", this::installation)
        .on("POST", "/app/installations/{id}/access_tokens", this::token)
        .on("GET", "/repos/{owner}/{repo}/installation", this::ofRepository);
  }

  private ForgeApp registered() {
    return apps.app().orElseThrow(ApiProblem::notFound);
  }

  private Reply app(ApiRequest request) {
    ForgeApp app = registered();
    String html = desk.shapes().api() + "/apps/" + app.slug();
    return Reply.ok(
        object(
            "id", app.id(),
            "slug", app.slug(),
            "client_id", app.clientId(),
            "node_id", "A_" + app.id(),
            "owner", desk.shapes().account(desk.world().account("closedloop-makers")),
            "name", app.slug(),
            "description", "An App of the sandbox",
            "external_url", html,
            "html_url", html,
            "created_at", BEGAN.toString(),
            "updated_at", BEGAN.toString(),
            "permissions", app.permissions(),
            "events", EVENTS));
  }

  private Reply installations(ApiRequest request) {
    List<String> owners =
        desk.world().repos().stream().map(repo -> repo.owner().login()).distinct().toList();
    return desk.page(request, owners, this::shape);
  }

  private Reply installation(ApiRequest request) {
    return Reply.ok(shape(apps.owner(request.number("id")).orElseThrow(ApiProblem::notFound)));
  }

  private Reply ofRepository(ApiRequest request) {
    return Reply.ok(shape(desk.repo(request).owner().login()));
  }

  /** An installation as the API and the webhooks show it. */
  public ObjectNode shape(String owner) {
    ForgeApp app = registered();
    long id = apps.installation(owner);
    String url = desk.shapes().api() + "/app/installations/" + id;
    ObjectNode account = desk.shapes().account(desk.world().account(owner));
    return object(
        "id",
        id,
        "account",
        account,
        "repository_selection",
        "all",
        "access_tokens_url",
        url + "/access_tokens",
        "repositories_url",
        desk.shapes().api() + "/installation/repositories",
        "html_url",
        desk.shapes().api() + "/settings/installations/" + id,
        "app_id",
        app.id(),
        "app_slug",
        app.slug(),
        "target_id",
        account.path("id").asLong(),
        "target_type",
        "User",
        "single_file_name",
        null,
        "created_at",
        BEGAN.toString(),
        "updated_at",
        BEGAN.toString(),
        "suspended_by",
        null,
        "suspended_at",
        apps.suspendedAt().map(Instant::toString).orElse(null),
        "permissions",
        app.permissions(),
        "events",
        EVENTS);
  }

  private Reply token(ApiRequest request) {
    ForgeApp app = registered();
    String owner = apps.owner(request.number("id")).orElseThrow(ApiProblem::notFound);
    if (apps.suspendedAt().isPresent()) {
      throw new ApiProblem(403, "This installation has been suspended");
    }
    JsonNode wanted = request.json();
    if (wanted.path("repositories").size() != 1) {
      throw ApiProblem.invalid("The sandbox makes tokens for one repository each");
    }
    Repo repo =
        desk.world()
            .repo(owner + "/" + wanted.path("repositories").path(0).asString(""))
            .orElseThrow(() ->
                ApiProblem.invalid(
                    "There is at least one repository that does not exist or is not accessible to"
                        + " the parent installation."));
    Apps.Made made = apps.token(repo.fullName(), narrowed(app, wanted.path("permissions")));
    return Reply.created(
        object(
            "token", made.token(),
            "expires_at", made.bearer().expiresAt().toString(),
            "repository_selection", "selected",
            "permissions", made.bearer().permissions(),
            "repositories", List.of(desk.shapes().repo(repo))));
  }

  private static Map<String, String> narrowed(ForgeApp app, JsonNode wanted) {
    if (wanted.isMissingNode()) {
      return app.permissions();
    }
    Map<String, String> narrowed = new LinkedHashMap<>();
    wanted
        .properties()
        .forEach(entry -> {
          String level = entry.getValue().asString("");
          String granted = app.permissions().getOrDefault(entry.getKey(), "");
          if (!granted.equals(level) && !granted.equals("write")) {
            throw ApiProblem.invalid(
                "The permissions requested are not granted to this installation.");
          }
          narrowed.put(entry.getKey(), level);
        });
    return narrowed;
  }
}
