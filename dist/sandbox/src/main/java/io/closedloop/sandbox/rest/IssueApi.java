package io.closedloop.sandbox.rest;

import io.closedloop.sandbox.http.ApiProblem;
import io.closedloop.sandbox.http.ApiRequest;
import io.closedloop.sandbox.http.Reply;
import io.closedloop.sandbox.http.Router;
import io.closedloop.sandbox.world.Comment;
import io.closedloop.sandbox.world.PullRequest;
import io.closedloop.sandbox.world.Repo;

/** Comments on pull requests, which GitHub keeps under issues. */
public final class IssueApi {
  private static final int LONGEST = 65_536;
  private final Desk desk;
  private final Announcer announcer;

  public IssueApi(Desk desk, Announcer announcer) {
    this.desk = desk;
    this.announcer = announcer;
  }

  public void declare(Router router) {
    String issues = "/repos/{owner}/{repo}/issues";
    router
        .on("GET", issues + "/comments/{comment}", this::get)
        .on("PATCH", issues + "/comments/{comment}", this::edit)
        .on("GET", issues + "/{number}/comments", this::list)
        .on("POST", issues + "/{number}/comments", this::add);
  }

  private Reply list(ApiRequest request) {
    Repo repo = desk.repo(request);
    PullRequest pull = desk.pull(repo, request.number("number"));
    return desk.page(
        request, repo.comments(pull.number()), comment -> desk.pullShapes().comment(repo, comment));
  }

  /** Commenting needs no right to push. */
  private Reply add(ApiRequest request) {
    Repo repo = desk.repo(request);
    PullRequest pull = desk.pull(repo, request.number("number"));
    Comment comment = repo.comment(pull.number(), request.caller(), body(request));
    announcer.comment(repo, pull, comment);
    return Reply.created(desk.pullShapes().comment(repo, comment));
  }

  private static String body(ApiRequest request) {
    String body = request.required("body");
    if (body.isBlank()) {
      throw ApiProblem.invalid("Validation Failed: Body can't be blank");
    }
    if (body.length() > LONGEST) {
      throw ApiProblem.invalid("Validation Failed: Body is too long (maximum is 65536 characters)");
    }
    return body;
  }

  private Comment find(Repo repo, ApiRequest request) {
    return repo.comment(request.number("comment")).orElseThrow(ApiProblem::notFound);
  }

  private Reply get(ApiRequest request) {
    Repo repo = desk.repo(request);
    return Reply.ok(desk.pullShapes().comment(repo, find(repo, request)));
  }

  private Reply edit(ApiRequest request) {
    Repo repo = desk.repo(request);
    Comment comment = find(repo, request);
    if (!comment.author().equals(request.caller()) && !repo.mayWrite(request.caller())) {
      throw new ApiProblem(403, "Must have admin rights to Repository.");
    }
    Comment edited = repo.edit(comment, body(request));
    return Reply.ok(desk.pullShapes().comment(repo, edited));
  }
}
