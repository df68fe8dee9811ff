package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.git.TreeEntry;
import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.FileHost;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.http.Tokens;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.Repo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The caller, repositories, branches, rules and files. */
public final class RepoApi {
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(60, "\n".getBytes(StandardCharsets.US_ASCII));
  private static final String SINCE = "2020-01-01T00:00:00Z";
  private final Desk desk;
  private final Tokens tokens;
  private final FileHost files;

  public RepoApi(Desk desk, Tokens tokens, FileHost files) {
    this.desk = desk;
    this.tokens = tokens;
    this.files = files;
  }

  public void declare(Router router) {
    router
        .on("GET", "/user", this::user)
        .on("GET", "/rate_limit", this::rateLimit)
        .on("GET", "/repos/{owner}/{repo}", this::repo)
        .on("GET", "/repos/{owner}/{repo}/branches", this::branches)
        .on("GET", "/repos/{owner}/{repo}/branches/{branch+}", this::branch)
        .on("GET", "/repos/{owner}/{repo}/rules/branches/{branch+}", this::rules)
        .on("GET", "/repos/{owner}/{repo}/contents/{path+}", this::contents)
        .on("GET", "/repos/{owner}/{repo}/tarball/{ref+}", this::tarball)
        .on("GET", "/repos/{owner}/{repo}/tarball", this::tarball);
  }

  /** An app's installation is no user. */
  private Reply user(ApiRequest request) {
    if (request.caller().isBot()) {
      throw new ApiProblem(403, "Resource not accessible by integration");
    }
    ObjectNode node = desk.shapes().account(request.caller());
    for (String none : List.of("name", "company", "blog", "location", "email", "hireable", "bio")) {
      node.putNull(none);
    }
    for (String count : List.of("public_repos", "public_gists", "followers", "following")) {
      node.put(count, 0);
    }
    node.put("created_at", SINCE);
    node.put("updated_at", SINCE);
    node.put("user_view_type", "public");
    return Reply.ok(node);
  }

  private Reply rateLimit(ApiRequest request) {
    Tokens.Window window = tokens.window(request.caller().login(), desk.world().now());
    ObjectNode core =
        object(
            "limit", window.limit(),
            "used", window.used(),
            "remaining", window.remaining(),
            "reset", window.reset().getEpochSecond());
    return Reply.ok(
        object(
            "resources",
                object("core", core, "search", core.deepCopy(), "graphql", core.deepCopy()),
            "rate", core.deepCopy()));
  }

  private Reply repo(ApiRequest request) {
    Repo repo = desk.repo(request);
    ObjectNode node = desk.shapes().repo(repo);
    boolean push = repo.mayWrite(request.caller());
    node.set("permissions", object("admin", false, "push", push, "pull", true));
    return Reply.ok(node);
  }

  private Reply branches(ApiRequest request) {
    Repo repo = desk.repo(request);
    return desk.page(
        request,
        List.copyOf(repo.git().branches().entrySet()),
        branch -> brief(repo, branch.getKey(), branch.getValue()));
  }

  private ObjectNode brief(Repo repo, String name, String sha) {
    return object(
        "name", name,
        "commit", object("sha", sha, "url", desk.shapes().url(repo) + "/commits/" + sha),
        "protected", repo.isProtected(name));
  }

  private Reply branch(ApiRequest request) {
    Repo repo = desk.repo(request);
    String name = request.part("branch");
    String sha = repo.git().branch(name).orElseThrow(() -> new ApiProblem(404, "Branch not found"));
    ObjectNode node = brief(repo, name, sha);
    node.set("commit", desk.shapes().commit(repo, repo.git().reader().commit(sha)));
    String url = desk.shapes().url(repo) + "/branches/" + Shapes.path(name);
    node.set("_links", object("self", url, "html", desk.shapes().html(repo) + "/tree/" + name));
    node.set("protection", object("enabled", repo.isProtected(name)));
    node.put("protection_url", url + "/protection");
    return Reply.ok(node);
  }

  private Reply rules(ApiRequest request) {
    Repo repo = desk.repo(request);
    List<ObjectNode> rules =
        repo.isProtected(request.part("branch"))
            ? List.of(
                object(
                    "type", "pull_request",
                    "ruleset_source_type", "Repository",
                    "ruleset_source", repo.fullName(),
                    "ruleset_id", repo.id(),
                    "parameters",
                        object(
                            "required_approving_review_count", 1,
                            "dismiss_stale_reviews_on_push", false,
                            "require_code_owner_review", false,
                            "require_last_push_approval", false,
                            "required_review_thread_resolution", false)))
            : List.of();
    return Reply.ok(Json.array(rules));
  }

  private Reply contents(ApiRequest request) {
    Repo repo = desk.repo(request);
    String ref = request.query("ref").orElse(repo.defaultBranch());
    String sha =
        repo.git()
            .resolve(ref)
            .orElseThrow(() -> new ApiProblem(404, "No commit found for the ref " + ref));
    String path = request.part("path");
    GitReader git = repo.git().reader();
    TreeEntry entry = git.entry(sha, path).orElseThrow(ApiProblem::notFound);
    if (entry.type().equals("tree")) {
      return Reply.ok(
          Json.array(
              git.entries(entry.sha(), false).stream()
                  .map(inside -> file(repo, path + "/" + inside.path(), inside, ref))
                  .toList()));
    }
    byte[] content = git.blob(entry.sha());
    if (request.header("accept").orElse("").contains("raw")) {
      return Reply.bytes("application/vnd.github.raw+json; charset=utf-8", content);
    }
    ObjectNode node = file(repo, path, entry, ref);
    node.put("content", LINES.encodeToString(content) + "\n");
    node.put("encoding", "base64");
    return Reply.ok(node);
  }

  private ObjectNode file(Repo repo, String path, TreeEntry entry, String ref) {
    String self =
        desk.shapes().url(repo) + "/contents/" + Shapes.path(path) + "?ref=" + Shapes.path(ref);
    String git = desk.shapes().gitUrl(repo, entry.type() + "s", entry.sha());
    String html =
        desk.shapes().html(repo) + "/" + entry.type() + "/" + Shapes.path(ref + "/" + path);
    return object(
        "type",
        entry.type().equals("tree") ? "dir" : "file",
        "name",
        path.substring(path.lastIndexOf('/') + 1),
        "path",
        path,
        "sha",
        entry.sha(),
        "size",
        Math.max(0, entry.size()),
        "url",
        self,
        "html_url",
        html,
        "download_url",
        entry.type().equals("tree") ? null : html.replace("/blob/", "/raw/"),
        "git_url",
        git,
        "_links",
        object("self", self, "git", git, "html", html));
  }

  private Reply tarball(ApiRequest request) {
    Repo repo = desk.repo(request);
    String ref = request.captures().getOrDefault("ref", repo.defaultBranch());
    String sha = repo.git().resolve(ref).orElseThrow(ApiProblem::notFound);
    return Reply.redirect(files.link("/tarballs/" + repo.fullName() + "/" + sha));
  }
}
