package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.git.Signature;
import io.closedloop.sandbox.git.TreeChange;
import io.closedloop.sandbox.git.TreeEntry;
import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.Json;
import io.closedloop.sandbox.world.Repo;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Git's own objects: blobs, trees, commits and refs. */
public final class GitDataApi {
  private static final String HEADS = "heads/";
  private final Desk desk;
  private final Branches branches;

  public GitDataApi(Desk desk, Branches branches) {
    this.desk = desk;
    this.branches = branches;
  }

  public void declare(Router router) {
    String git = "/repos/{owner}/{repo}/git";
    router
        .on("GET", git + "/ref/{ref+}", this::ref)
        .on("GET", git + "/trees/{sha+}", this::tree)
        .on("GET", git + "/commits/{sha}", this::commit)
        .on("GET", git + "/blobs/{sha}", this::blob)
        .on("POST", git + "/blobs", this::makeBlob)
        .on("POST", git + "/trees", this::makeTree)
        .on("POST", git + "/commits", this::makeCommit)
        .on("POST", git + "/refs", this::makeRef)
        .on("PATCH", git + "/refs/{ref+}", this::moveRef);
  }

  private static String branch(String ref) {
    if (!ref.startsWith(HEADS)) {
      throw ApiProblem.notFound();
    }
    return ref.substring(HEADS.length());
  }

  private ObjectNode shape(Repo repo, String branch, String sha) {
    return object(
        "ref",
        "refs/heads/" + branch,
        "node_id",
        Shapes.nodeId("REF_" + branch, repo.id()),
        "url",
        desk.shapes().url(repo) + "/git/refs/heads/" + branch,
        "object",
        object("sha", sha, "type", "commit", "url", desk.shapes().gitUrl(repo, "commits", sha)));
  }

  private Reply ref(ApiRequest request) {
    Repo repo = desk.repo(request);
    String branch = branch(request.part("ref"));
    String sha = repo.git().branch(branch).orElseThrow(ApiProblem::notFound);
    return Reply.ok(shape(repo, branch, sha));
  }

  private Reply tree(ApiRequest request) {
    Repo repo = desk.repo(request);
    GitReader git = repo.git().reader();
    String wanted = request.part("sha");
    String sha =
        git.treeSha(repo.git().resolve(wanted).orElse(wanted)).orElseThrow(ApiProblem::notFound);
    boolean recursive = request.query("recursive").isPresent();
    return Reply.ok(tree(repo, sha, git.entries(sha, recursive)));
  }

  private ObjectNode tree(Repo repo, String sha, List<TreeEntry> entries) {
    return object(
        "sha",
        sha,
        "url",
        desk.shapes().gitUrl(repo, "trees", sha),
        "tree",
        entries.stream().map(entry -> shape(repo, entry)).toList(),
        "truncated",
        false);
  }

  private ObjectNode shape(Repo repo, TreeEntry entry) {
    ObjectNode node =
        object(
            "path", entry.path(),
            "mode", entry.mode(),
            "type", entry.type(),
            "sha", entry.sha(),
            "url", desk.shapes().gitUrl(repo, entry.type() + "s", entry.sha()));
    if (entry.size() >= 0) {
      node.put("size", entry.size());
    }
    return node;
  }

  private Reply commit(ApiRequest request) {
    Repo repo = desk.repo(request);
    GitReader git = repo.git().reader();
    String sha = git.commitSha(request.part("sha")).orElseThrow(ApiProblem::notFound);
    return Reply.ok(desk.shapes().gitCommit(repo, git.commit(sha)));
  }

  private Reply blob(ApiRequest request) {
    Repo repo = desk.repo(request);
    String sha = request.part("sha");
    if (!sha.matches("[0-9a-f]{40}") || !repo.git().reader().hasBlob(sha)) {
      throw ApiProblem.notFound();
    }
    byte[] content = repo.git().reader().blob(sha);
    return Reply.ok(
        object(
            "sha",
            sha,
            "node_id",
            Shapes.nodeId("B_" + sha, 0),
            "url",
            desk.shapes().gitUrl(repo, "blobs", sha),
            "size",
            content.length,
            "encoding",
            "base64",
            "content",
            Base64.getEncoder().encodeToString(content)));
  }

  private Reply makeBlob(ApiRequest request) {
    Repo repo = desk.writable(request);
    String content = request.required("content");
    boolean encoded = "base64".equals(Json.text(request.json(), "encoding"));
    String sha =
        repo.git().blob(encoded ? decode(content) : content.getBytes(StandardCharsets.UTF_8));
    return Reply.created(object("sha", sha, "url", desk.shapes().gitUrl(repo, "blobs", sha)));
  }

  static byte[] decode(String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new ApiProblem(422, "content is not valid Base64", e);
    }
  }

  private Reply makeTree(ApiRequest request) {
    Repo repo = desk.writable(request);
    JsonNode json = request.json();
    String wanted = Json.text(json, "base_tree");
    GitReader git = repo.git().reader();
    String base =
        wanted == null
            ? null
            : git.treeSha(wanted)
                .orElseThrow(() -> ApiProblem.invalid("base_tree is not a valid tree oid"));
    List<TreeChange> changes = new ArrayList<>();
    json.path("tree").forEach(entry -> changes.add(change(repo, entry)));
    if (changes.isEmpty()) {
      throw ApiProblem.invalid("Invalid tree info");
    }
    String sha = repo.git().tree(base, changes);
    return Reply.created(tree(repo, sha, git.entries(sha, false)));
  }

  private static TreeChange change(Repo repo, JsonNode entry) {
    String path = Json.text(entry, "path");
    String mode = Json.text(entry, "mode");
    if (path == null
        || path.isEmpty()
        || mode == null
        || !mode.matches("100644|100755|120000")
        || List.of(path.split("/", -1)).stream().anyMatch(GitDataApi::isBadName)) {
      throw ApiProblem.invalid("tree.path or tree.mode is malformed: " + path);
    }
    String content = Json.text(entry, "content");
    if (content != null) {
      String blob = repo.git().blob(content.getBytes(StandardCharsets.UTF_8));
      return new TreeChange(path, Integer.parseInt(mode, 8), blob);
    }
    String sha = Json.text(entry, "sha");
    if (sha == null && !entry.path("sha").isNull()) {
      throw ApiProblem.invalid("Must supply either tree.sha or tree.content");
    }
    if (sha != null && (!sha.matches("[0-9a-f]{40}") || !repo.git().reader().hasBlob(sha))) {
      throw ApiProblem.invalid("tree.sha " + sha + " is not a valid blob");
    }
    return new TreeChange(path, Integer.parseInt(mode, 8), sha);
  }

  static boolean isBadName(String name) {
    return name.isEmpty() || name.equals(".") || name.equals("..") || name.equals(".git");
  }

  private Reply makeCommit(ApiRequest request) {
    Repo repo = desk.writable(request);
    JsonNode json = request.json();
    String message = request.required("message");
    GitReader git = repo.git().reader();
    String tree =
        git.treeSha(request.required("tree"))
            .orElseThrow(() -> ApiProblem.invalid("Tree SHA does not exist"));
    List<String> parents = new ArrayList<>();
    for (JsonNode parent : json.path("parents")) {
      parents.add(
          git.commitSha(parent.asString(""))
              .orElseThrow(() -> ApiProblem.invalid("Parent SHA does not exist")));
    }
    Signature caller = request.caller().signature(desk.world().now());
    Signature author = person(json.path("author"), caller);
    Signature committer = person(json.path("committer"), author);
    String sha = repo.git().commit(tree, parents, author, committer, message);
    return Reply.created(desk.shapes().gitCommit(repo, git.commit(sha)));
  }

  private static Signature person(JsonNode given, Signature otherwise) {
    String name = Json.text(given, "name");
    String email = Json.text(given, "email");
    String date = Json.text(given, "date");
    if (name == null || email == null) {
      return otherwise;
    }
    try {
      return new Signature(
          name, email, date == null ? otherwise.when() : OffsetDateTime.parse(date).toInstant());
    } catch (DateTimeParseException e) {
      throw new ApiProblem(422, "date is no ISO 8601 time: " + date, e);
    }
  }

  private Reply makeRef(ApiRequest request) {
    Repo repo = desk.writable(request);
    String ref = request.required("ref");
    if (!ref.startsWith("refs/heads/")) {
      throw ApiProblem.invalid("Reference name must start with 'refs/heads/' in the sandbox");
    }
    String branch = ref.substring("refs/heads/".length());
    if (!repo.git().isValidName(branch)) {
      throw ApiProblem.invalid(ref + " is not a valid ref name.");
    }
    if (repo.git().branch(branch).isPresent()) {
      throw ApiProblem.invalid("Reference already exists");
    }
    String sha = existing(repo, request.required("sha"));
    branches.move(repo, branch, sha, request.caller());
    return Reply.created(shape(repo, branch, sha));
  }

  private static String existing(Repo repo, String sha) {
    return repo.git()
        .reader()
        .commitSha(sha)
        .orElseThrow(() -> ApiProblem.invalid("Object does not exist"));
  }

  private Reply moveRef(ApiRequest request) {
    Repo repo = desk.writable(request);
    String branch = branch(request.part("ref"));
    String before =
        repo.git().branch(branch).orElseThrow(() -> ApiProblem.invalid("Reference does not exist"));
    CommitInfo next = repo.git().reader().commit(existing(repo, request.required("sha")));
    if (repo.isProtected(branch)) {
      throw ApiProblem.invalid(GraphQlApi.PROTECTED);
    }
    boolean force = request.json().path("force").asBoolean(false);
    if (!force && !repo.git().reader().isAncestor(before, next.sha())) {
      throw ApiProblem.invalid("Update is not a fast forward");
    }
    if (!before.equals(next.sha())) {
      branches.move(repo, branch, next.sha(), request.caller());
    }
    return Reply.ok(shape(repo, branch, next.sha()));
  }
}
