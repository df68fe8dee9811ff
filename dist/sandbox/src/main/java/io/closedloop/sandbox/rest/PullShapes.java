package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.FileDiff;
import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.CommitStatus;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of pull requests, comments and commit statuses. */
public record PullShapes(Shapes shapes) {

  public ObjectNode pull(Repo repo, PullRequest pull) {
    String url = shapes.url(repo) + "/pulls/" + pull.number();
    String base = pull.head().base();
    ObjectNode node =
        object(
            "id", pull.id(),
            "node_id", Shapes.nodeId("PR_", pull.id()),
            "number", pull.number(),
            "url", url,
            "html_url", html(repo, pull.number()),
            "issue_url", shapes.url(repo) + "/issues/" + pull.number(),
            "comments_url", shapes.url(repo) + "/issues/" + pull.number() + "/comments",
            "statuses_url", shapes.url(repo) + "/statuses/" + pull.headSha(),
            "state", pull.isOpen() ? "open" : "closed",
            "locked", false,
            "title", pull.text().title(),
            "body", pull.text().body(),
            "draft", pull.text().draft(),
            "user", shapes.account(pull.author()),
            "labels", List.of(),
            "created_at", pull.createdAt(),
            "updated_at", pull.updatedAt(),
            "closed_at", pull.isOpen() ? null : pull.updatedAt(),
            "merged_at", null,
            "merge_commit_sha", null,
            "author_association", association(repo, pull.author()));
    node.set("head", side(pull.head().repo(), pull.head().branch(), pull.headSha()));
    node.set("base", side(repo, base, repo.git().branch(base).orElse("")));
    node.put("commits_url", url + "/commits");
    node.put("review_comments_url", url + "/comments");
    node.put("review_comment_url", shapes.url(repo) + "/pulls/comments{/number}");
    node.put("diff_url", html(repo, pull.number()) + ".diff");
    node.put("patch_url", html(repo, pull.number()) + ".patch");
    for (String none : List.of("assignee", "milestone", "auto_merge")) {
      node.putNull(none);
    }
    for (String list : List.of("assignees", "requested_reviewers", "requested_teams")) {
      node.putArray(list);
    }
    node.set("_links", links(node));
    return node;
  }

  /** With what GitHub shows of one pull request, but not in lists. */
  public ObjectNode full(Repo repo, PullRequest pull) {
    ObjectNode node = pull(repo, pull);
    GitReader git = repo.git().reader();
    String base = repo.git().branch(pull.head().base()).orElse(pull.headSha());
    String fork = git.mergeBase(base, pull.headSha()).orElse(null);
    List<FileDiff> diffs = git.diff(fork, pull.headSha());
    node.put("merged", false);
    node.putNull("merged_by");
    node.put("mergeable", true);
    node.put("mergeable_state", "clean");
    node.put("comments", repo.comments(pull.number()).size());
    node.put("review_comments", 0);
    node.put("maintainer_can_modify", false);
    node.put("commits", git.log(pull.headSha(), fork).size());
    node.put("changed_files", diffs.size());
    node.put("additions", diffs.stream().mapToInt(FileDiff::additions).sum());
    node.put("deletions", diffs.stream().mapToInt(FileDiff::deletions).sum());
    return node;
  }

  private static ObjectNode links(ObjectNode pull) {
    ObjectNode links = object();
    Map.of(
            "self", "url",
            "html", "html_url",
            "issue", "issue_url",
            "comments", "comments_url",
            "review_comments", "review_comments_url",
            "review_comment", "review_comment_url",
            "commits", "commits_url",
            "statuses", "statuses_url")
        .forEach((name, field) -> links.set(name, object("href", pull.get(field))));
    return links;
  }

  private String html(Repo repo, int number) {
    return shapes.html(repo) + "/pull/" + number;
  }

  private ObjectNode side(Repo repo, String branch, String sha) {
    return object(
        "label",
        repo.owner().login() + ":" + branch,
        "ref",
        branch,
        "sha",
        sha,
        "user",
        shapes.account(repo.owner()),
        "repo",
        shapes.repo(repo));
  }

  private static String association(Repo repo, Account account) {
    if (repo.owner().equals(account)) {
      return "OWNER";
    }
    return repo.mayWrite(account) ? "COLLABORATOR" : "NONE";
  }

  public ObjectNode comment(Repo repo, Comment comment) {
    return object(
        "id", comment.id(),
        "node_id", Shapes.nodeId("IC_", comment.id()),
        "url", shapes.url(repo) + "/issues/comments/" + comment.id(),
        "html_url", html(repo, comment.issue()) + "#issuecomment-" + comment.id(),
        "issue_url", shapes.url(repo) + "/issues/" + comment.issue(),
        "body", comment.body(),
        "user", shapes.account(comment.author()),
        "created_at", comment.createdAt(),
        "updated_at", comment.updatedAt(),
        "author_association", association(repo, comment.author()));
  }

  public ObjectNode issue(Repo repo, PullRequest pull) {
    return object(
        "id", pull.id(),
        "number", pull.number(),
        "url", shapes.url(repo) + "/issues/" + pull.number(),
        "html_url", html(repo, pull.number()),
        "title", pull.text().title(),
        "state", pull.isOpen() ? "open" : "closed",
        "user", shapes.account(pull.author()),
        "pull_request", object("url", shapes.url(repo) + "/pulls/" + pull.number()));
  }

  public ObjectNode status(Repo repo, CommitStatus status) {
    return object(
        "id", status.id(),
        "node_id", Shapes.nodeId("SC_", status.id()),
        "url", shapes.url(repo) + "/statuses/" + status.sha(),
        "state", status.state(),
        "description", status.text().description(),
        "target_url", status.text().targetUrl(),
        "context", status.context(),
        "avatar_url", shapes.api() + "/avatars/" + status.creator().id(),
        "created_at", status.createdAt(),
        "updated_at", status.createdAt(),
        "creator", shapes.account(status.creator()));
  }
}
