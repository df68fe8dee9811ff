package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.CommitStatus;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import java.util.List;
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
            "author_association", association(repo, pull.author()),
            "maintainer_can_modify", false);
    node.set("head", side(pull.head().repo(), pull.head().branch(), pull.headSha()));
    node.set("base", side(repo, base, repo.git().branch(base).orElse("")));
    node.put("merged", false);
    node.put("comments", repo.comments(pull.number()).size());
    return node;
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
        "created_at", status.createdAt(),
        "updated_at", status.createdAt(),
        "creator", shapes.account(status.creator()));
  }
}
