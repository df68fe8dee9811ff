package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.git.FileDiff;
import io.closedloop.sandbox.git.Signature;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of accounts, repositories, commits and files. */
public record Shapes(String api, World world) {

  String url(Repo repo) {
    return api + "/repos/" + repo.fullName();
  }

  String html(Repo repo) {
    return api + "/" + repo.fullName();
  }

  static String nodeId(String kind, long id) {
    return Base64.getEncoder()
        .encodeToString((kind + id).getBytes(StandardCharsets.UTF_8))
        .replace("=", "");
  }

  ObjectNode account(Account account) {
    return object(
        "login",
        account.login(),
        "id",
        account.id(),
        "node_id",
        nodeId("U_", account.id()),
        "url",
        api + "/users/" + account.login(),
        "html_url",
        api + "/" + account.login(),
        "type",
        account.isBot() ? "Bot" : "User",
        "site_admin",
        false);
  }

  ObjectNode repo(Repo repo) {
    ObjectNode node = brief(repo);
    node.put("default_branch", repo.defaultBranch());
    node.put("visibility", "public");
    node.put("archived", false);
    node.put("disabled", false);
    node.put("created_at", repo.createdAt().toString());
    node.put("clone_url", html(repo) + ".git");
    repo.parent().ifPresent(parent -> node.set("parent", brief(parent)));
    return node;
  }

  /** The short form that runs and commits carry. */
  ObjectNode brief(Repo repo) {
    return object(
        "id", repo.id(),
        "node_id", nodeId("R_", repo.id()),
        "name", repo.name(),
        "full_name", repo.fullName(),
        "private", false,
        "owner", account(repo.owner()),
        "html_url", html(repo),
        "description", null,
        "fork", repo.parent().isPresent(),
        "url", url(repo));
  }

  /** A commit with its account and files, as {@code /commits/{sha}} shows it. */
  ObjectNode commit(Repo repo, CommitInfo commit) {
    return object(
        "sha", commit.sha(),
        "node_id", nodeId("C_" + commit.sha(), 0),
        "commit",
            object(
                "author", person(commit.author()),
                "committer", person(commit.committer()),
                "message", commit.message(),
                "tree", object("sha", commit.tree(), "url", gitUrl(repo, "trees", commit.tree())),
                "url", gitUrl(repo, "commits", commit.sha()),
                "comment_count", 0),
        "url", url(repo) + "/commits/" + commit.sha(),
        "html_url", html(repo) + "/commit/" + commit.sha(),
        "author", accountOf(commit.author()),
        "committer", accountOf(commit.committer()),
        "parents", parents(repo, commit));
  }

  /** A commit object alone, as {@code /git/commits/{sha}} shows it. */
  ObjectNode gitCommit(Repo repo, CommitInfo commit) {
    return object(
        "sha", commit.sha(),
        "node_id", nodeId("C_" + commit.sha(), 0),
        "url", gitUrl(repo, "commits", commit.sha()),
        "html_url", html(repo) + "/commit/" + commit.sha(),
        "author", person(commit.author()),
        "committer", person(commit.committer()),
        "tree", object("sha", commit.tree(), "url", gitUrl(repo, "trees", commit.tree())),
        "message", commit.message(),
        "parents", parents(repo, commit));
  }

  private List<ObjectNode> parents(Repo repo, CommitInfo commit) {
    return commit.parents().stream()
        .map(sha ->
            object(
                "sha", sha,
                "url", url(repo) + "/commits/" + sha,
                "html_url", html(repo) + "/commit/" + sha))
        .toList();
  }

  String gitUrl(Repo repo, String kind, String sha) {
    return url(repo) + "/git/" + kind + "/" + sha;
  }

  static ObjectNode person(Signature who) {
    return object("name", who.name(), "email", who.email(), "date", who.when());
  }

  private @Nullable ObjectNode accountOf(Signature who) {
    return world.accountByEmail(who.email()).map(this::account).orElse(null);
  }

  ObjectNode file(Repo repo, FileDiff diff, String ref) {
    return object(
        "sha", diff.sha(),
        "filename", diff.path(),
        "status", diff.status(),
        "additions", diff.additions(),
        "deletions", diff.deletions(),
        "changes", diff.additions() + diff.deletions(),
        "contents_url", url(repo) + "/contents/" + diff.path() + "?ref=" + ref,
        "patch", diff.patch());
  }
}
