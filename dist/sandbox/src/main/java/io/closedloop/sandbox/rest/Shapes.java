package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.git.FileDiff;
import io.closedloop.sandbox.git.Signature;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.World;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of accounts, repositories, commits and files. */
public record Shapes(String api, World world) {

  private static final List<String> COUNTS =
      List.of(
          "size",
          "forks",
          "forks_count",
          "open_issues",
          "open_issues_count",
          "stargazers_count",
          "watchers",
          "watchers_count",
          "network_count",
          "subscribers_count");

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
    String url = api + "/users/" + path(account.login());
    ObjectNode node =
        object(
            "login",
            account.login(),
            "id",
            account.id(),
            "node_id",
            nodeId("U_", account.id()),
            "url",
            url,
            "avatar_url",
            api + "/avatars/" + account.id(),
            "gravatar_id",
            "",
            "html_url",
            api + "/" + path(account.login()),
            "type",
            account.isBot() ? "Bot" : "User",
            "site_admin",
            false);
    return Links.ofAccount(node, url);
  }

  ObjectNode repo(Repo repo) {
    ObjectNode node = brief(repo);
    node.put("default_branch", repo.defaultBranch());
    node.put("visibility", "public");
    node.put("archived", false);
    node.put("disabled", false);
    for (String time : List.of("created_at", "updated_at", "pushed_at")) {
      node.put(time, repo.createdAt().toString());
    }
    for (String url : List.of("clone_url", "git_url", "ssh_url", "svn_url")) {
      node.put(url, html(repo) + ".git");
    }
    for (String feature : List.of("issues", "downloads")) {
      node.put("has_" + feature, true);
    }
    for (String feature : List.of("projects", "wiki", "pages", "discussions")) {
      node.put("has_" + feature, false);
    }
    for (String none : List.of("homepage", "language", "license", "mirror_url")) {
      node.putNull(none);
    }
    for (String count : COUNTS) {
      node.put(count, 0);
    }
    repo.parent().ifPresent(parent -> node.set("parent", repo(parent)));
    return node;
  }

  /** The short form that runs and commits carry. */
  ObjectNode brief(Repo repo) {
    ObjectNode node =
        object(
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
    return Links.ofRepository(node, url(repo));
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
                "verification", unsigned(),
                "tree", object("sha", commit.tree(), "url", gitUrl(repo, "trees", commit.tree())),
                "url", gitUrl(repo, "commits", commit.sha()),
                "comment_count", 0),
        "url", url(repo) + "/commits/" + commit.sha(),
        "html_url", html(repo) + "/commit/" + commit.sha(),
        "comments_url", url(repo) + "/commits/" + commit.sha() + "/comments",
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
        "verification", unsigned(),
        "parents", parents(repo, commit));
  }

  private static ObjectNode unsigned() {
    return object(
        "verified", false,
        "reason", "unsigned",
        "signature", null,
        "payload", null,
        "verified_at", null);
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

  /** A path as part of an address. */
  static String path(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  ObjectNode file(Repo repo, FileDiff diff, String ref) {
    return object(
        "sha", diff.sha(),
        "filename", diff.path(),
        "status", diff.status(),
        "additions", diff.additions(),
        "deletions", diff.deletions(),
        "changes", diff.additions() + diff.deletions(),
        "blob_url", html(repo) + "/blob/" + ref + "/" + path(diff.path()),
        "raw_url", html(repo) + "/raw/" + ref + "/" + path(diff.path()),
        "contents_url", url(repo) + "/contents/" + path(diff.path()) + "?ref=" + ref,
        "patch", diff.patch());
  }
}
