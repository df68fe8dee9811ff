package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.GitStore;
import io.closedloop.sandbox.git.Signature;
import io.closedloop.sandbox.git.TreeChange;
import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Apps;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.Repo;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Who the viewer is, and createCommitOnBranch with its input given as a variable. */
public final class GraphQlApi {
  static final String PROTECTED =
      "Repository rule violations found\n\nChanges must be made through a pull request.";
  private static final String MUTATION = "createCommitOnBranch";
  private final Desk desk;
  private final Branches branches;
  private final Apps apps;

  public GraphQlApi(Desk desk, Branches branches, Apps apps) {
    this.desk = desk;
    this.branches = branches;
    this.apps = apps;
  }

  public void declare(Router router) {
    router.on("POST", "/graphql", this::handle);
  }

  /** Refusals of GraphQL come with status 200. */
  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1;
    private final String type;

    Refused(String type, String message) {
      super(message);
      this.type = type;
    }
  }

  private Reply handle(ApiRequest request) {
    JsonNode json = request.json();
    JsonNode input = json.path("variables").path("input");
    String query = request.required("query");
    if (query.replaceAll("\\s+", "").matches("(query)?\\{viewer\\{login}}")) {
      return Reply.ok(object("data", object("viewer", object("login", request.caller().login()))));
    }
    if (!query.contains(MUTATION) || !input.isObject()) {
      return Reply.ok(
          object(
              "errors",
              List.of(
                  object(
                      "message",
                      "The sandbox knows the viewer's login and "
                          + MUTATION
                          + " with its input as a variable"))));
    }
    try {
      return Reply.ok(object("data", object(MUTATION, commit(input, request))));
    } catch (Refused refused) {
      return Reply.ok(
          object(
              "data", object(MUTATION, null),
              "errors",
                  List.of(
                      object(
                          "type", refused.type,
                          "path", List.of(MUTATION),
                          "locations", List.of(object("line", 1, "column", 1)),
                          "message", refused.getMessage()))));
    }
  }

  private JsonNode commit(JsonNode input, ApiRequest request) throws Refused {
    Account caller = request.caller();
    JsonNode target = input.path("branch");
    String name = target.path("repositoryNameWithOwner").asString("");
    Repo repo =
        desk.world()
            .repo(name)
            .orElseThrow(() ->
                new Refused(
                    "NOT_FOUND",
                    "Could not resolve to a Repository with the name '" + name + "'."));
    if (!repo.mayWrite(caller)) {
      throw new Refused("FORBIDDEN", "Resource not accessible by personal access token");
    }
    if (!apps.mayCommit(request.header("authorization"), repo.fullName())) {
      throw new Refused("FORBIDDEN", "Resource not accessible by integration");
    }
    String branch = target.path("branchName").asString("").replaceFirst("^refs/heads/", "");
    String head =
        repo.git()
            .branch(branch)
            .orElseThrow(
                () -> new Refused("NOT_FOUND", "No such branch '" + branch + "' in " + name));
    String expected = input.path("expectedHeadOid").asString("");
    if (!head.equals(expected)) {
      throw new Refused(
          "STALE_DATA",
          "Expected branch to point to \"" + expected + "\" but it did not. Pull and try again.");
    }
    if (repo.isProtected(branch)) {
      throw new Refused("UNPROCESSABLE", PROTECTED);
    }
    String sha = write(repo, head, input, caller);
    branches.move(repo, branch, sha, caller);
    String url = desk.shapes().html(repo) + "/commit/" + sha;
    return object(
        "clientMutationId", Json.text(input, "clientMutationId"),
        "commit", object("oid", sha, "url", url),
        "ref", object("name", branch));
  }

  /** GitHub is the committer of such a commit, and signs it; here it is unsigned. */
  private String write(Repo repo, String head, JsonNode input, Account caller) throws Refused {
    GitStore git = repo.git();
    List<TreeChange> changes = new ArrayList<>();
    JsonNode files = input.path("fileChanges");
    for (JsonNode addition : files.path("additions")) {
      String path = path(addition);
      changes.add(TreeChange.file(path, git.blob(content(addition))));
    }
    for (JsonNode deletion : files.path("deletions")) {
      String path = path(deletion);
      if (git.reader().entry(head, path).isEmpty()) {
        throw new Refused(
            "UNPROCESSABLE", "A path was requested for deletion which does not exist: " + path);
      }
      changes.add(TreeChange.removal(path));
    }
    JsonNode message = input.path("message");
    String headline = Json.text(message, "headline");
    if (headline == null || headline.isBlank()) {
      throw new Refused("UNPROCESSABLE", "A commit message needs a headline");
    }
    String body = Json.text(message, "body");
    String text = body == null || body.isEmpty() ? headline : headline + "\n\n" + body;
    Signature author = caller.signature(desk.world().now());
    Signature committer = new Signature("GitHub", "noreply@github.com", author.when());
    String tree = git.tree(git.reader().commit(head).tree(), changes);
    return git.commit(tree, List.of(head), author, committer, text);
  }

  private static byte[] content(JsonNode addition) throws Refused {
    String contents = Json.text(addition, "contents");
    if (contents == null) {
      throw new Refused("UNPROCESSABLE", "A file addition has no contents");
    }
    try {
      return GitDataApi.decode(contents);
    } catch (ApiProblem e) {
      throw new Refused("UNPROCESSABLE", "The contents of a file addition are no Base64");
    }
  }

  private static String path(JsonNode change) throws Refused {
    String path = Json.text(change, "path");
    if (path == null || List.of(path.split("/", -1)).stream().anyMatch(GitDataApi::isBadName)) {
      throw new Refused("UNPROCESSABLE", "A path is malformed: " + path);
    }
    return path;
  }
}
