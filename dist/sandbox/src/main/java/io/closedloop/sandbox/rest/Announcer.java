package io.closedloop.sandbox.rest;

import static io.closedloop.sandbox.world.Json.object;

import io.closedloop.sandbox.git.CommitInfo;
import io.closedloop.sandbox.git.FileDiff;
import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.hook.Webhooks;
import io.closedloop.sandbox.runner.RunListener;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.CheckRun;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.CommitStatus;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;
import io.closedloop.sandbox.world.Run;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tells the webhooks what has happened, in GitHub's payloads. */
public final class Announcer implements RunListener {
  private static final String NOTHING = "0".repeat(40);
  private final Desk desk;
  private final Webhooks webhooks;

  public Announcer(Desk desk, Webhooks webhooks) {
    this.desk = desk;
    this.webhooks = webhooks;
  }

  private void send(String event, ObjectNode payload, Repo repo, Account sender) {
    ObjectNode repository = desk.shapes().repo(repo);
    if (event.equals("push")) {
      // GitHub writes these two in seconds here, and nowhere else.
      repository.put("created_at", repo.createdAt().getEpochSecond());
      repository.put("pushed_at", desk.world().now().getEpochSecond());
    }
    payload.set("repository", repository);
    payload.set("sender", desk.shapes().account(sender));
    webhooks.send(event, payload);
  }

  void push(Repo repo, String branch, @Nullable String before, String after, Account by) {
    GitReader git = repo.git().reader();
    List<ObjectNode> commits =
        git.log(after, before).stream().map(commit -> pushed(repo, commit)).toList().reversed();
    send(
        "push",
        object(
            "ref",
            "refs/heads/" + branch,
            "before",
            before == null ? NOTHING : before,
            "after",
            after,
            "created",
            before == null,
            "deleted",
            false,
            "forced",
            before != null && !git.isAncestor(before, after),
            "base_ref",
            null,
            "compare",
            desk.shapes().html(repo) + "/compare/" + before + "..." + after,
            "commits",
            commits,
            "head_commit",
            pushed(repo, git.commit(after)),
            "pusher",
            object("name", by.login(), "email", by.email())),
        repo,
        by);
  }

  private ObjectNode pushed(Repo repo, CommitInfo commit) {
    List<FileDiff> files =
        repo.git()
            .reader()
            .diff(commit.parents().isEmpty() ? null : commit.parents().getFirst(), commit.sha());
    return object(
        "id", commit.sha(),
        "tree_id", commit.tree(),
        "distinct", true,
        "message", commit.message(),
        "timestamp", commit.committer().when(),
        "url", desk.shapes().html(repo) + "/commit/" + commit.sha(),
        "author", who(commit.author().name(), commit.author().email()),
        "committer", who(commit.committer().name(), commit.committer().email()),
        "added", paths(files, "added"),
        "removed", paths(files, "removed"),
        "modified", paths(files, "modified"));
  }

  private static ObjectNode who(String name, String email) {
    return object("name", name, "email", email, "username", name);
  }

  private static List<String> paths(List<FileDiff> files, String status) {
    return files.stream().filter(f -> f.status().equals(status)).map(FileDiff::path).toList();
  }

  /** The action is opened, synchronize or closed. */
  public void pull(String action, Repo repo, PullRequest pull, Account by) {
    ObjectNode payload = object("action", action, "number", pull.number());
    payload.set("pull_request", desk.pullShapes().pull(repo, pull));
    send("pull_request", payload, repo, by);
  }

  @Override
  public void run(String action, Run run, Attempt attempt) {
    ObjectNode payload = object("action", action);
    payload.set("workflow_run", desk.runShapes().run(run, attempt));
    payload.set("workflow", RunApi.workflow(desk.shapes(), run.origin().repo(), run.workflow()));
    send("workflow_run", payload, run.origin().repo(), attempt.triggeringActor());
  }

  @Override
  public void job(String action, Job job) {
    Repo repo = job.run().origin().repo();
    Account sender = job.run().latest().triggeringActor();
    ObjectNode payload = object("action", action, "workflow_job", desk.runShapes().job(job));
    send("workflow_job", payload, repo, sender);
    if (action.equals("completed")) {
      ObjectNode check = object("action", action, "check_run", desk.runShapes().checkRun(job));
      send("check_run", check, repo, sender);
    }
  }

  /** The action is created or completed. */
  void checkRun(String action, Repo repo, CheckRun run) {
    ObjectNode check = desk.checkShapes().checkRun(repo, run);
    send("check_run", object("action", action, "check_run", check), repo, run.app());
  }

  void status(Repo repo, CommitStatus status) {
    CommitInfo commit = repo.git().reader().commit(status.sha());
    ObjectNode payload =
        object(
            "id", status.id(),
            "sha", status.sha(),
            "name", repo.fullName(),
            "context", status.context(),
            "description", status.text().description(),
            "state", status.state(),
            "target_url", status.text().targetUrl(),
            "commit", desk.shapes().commit(repo, commit),
            "branches", branches(repo, status.sha()),
            "created_at", status.createdAt(),
            "updated_at", status.createdAt());
    send("status", payload, repo, status.creator());
  }

  private static List<ObjectNode> branches(Repo repo, String sha) {
    return repo.git().branches().entrySet().stream()
        .filter(branch -> branch.getValue().equals(sha))
        .map(branch -> object("name", branch.getKey(), "commit", object("sha", sha)))
        .toList();
  }

  void comment(Repo repo, PullRequest pull, Comment comment) {
    ObjectNode payload = object("action", "created");
    payload.set("issue", desk.pullShapes().issue(repo, pull));
    payload.set("comment", desk.pullShapes().comment(repo, comment));
    send("issue_comment", payload, repo, comment.author());
  }
}
