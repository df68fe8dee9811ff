package io.closedloop.core.github;

import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.api.PullRequest;
import io.closedloop.api.RepoId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is said on GitHub: pull requests, comments, statuses. */
final class Conversation {
  private static final int MAX_COMMENTS = 3_000;
  private static final int MAX_COMMENT = 65_536;
  private static final int MAX_DESCRIPTION = 140;

  private final Calls calls;
  private final Supplier<String> login;

  Conversation(Calls calls, Supplier<String> login) {
    this.calls = calls;
    this.login = login;
  }

  List<PullRequest> open(RepoId repo, String headOwner, String branch) {
    Endpoint pulls =
        calls.at(repo, "pulls").with("state", "open").with("head", headOwner + ":" + branch);
    // GitHub ignores a head it does not understand and lists everything.
    return calls.list(pulls, null, 100, Parse::pullRequest).stream()
        .filter(pull -> pull.headBranch().equals(branch))
        .toList();
  }

  PullRequest openPullRequest(RepoId repo, String head, String base, String title, String body) {
    Supplier<Optional<PullRequest>> existing =
        () ->
            open(repo, repo.owner(), head).stream()
                .filter(pull -> pull.baseBranch().equals(base) && repo.equals(pull.headRepo()))
                .findFirst();
    Optional<PullRequest> there = existing.get();
    return there.isPresent()
        ? there.get()
        : calls.once(
            () ->
                Parse.pullRequest(
                    calls.write(
                        "POST",
                        calls.at(repo, "pulls"),
                        Map.of(
                            "head",
                            head,
                            "base",
                            base,
                            "title",
                            cut(title, 256),
                            "body",
                            cut(body, MAX_COMMENT)))),
            existing);
  }

  void setStatus(
      RepoId repo,
      String sha,
      String context,
      StatusState state,
      String description,
      @Nullable String targetUrl) {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("state", state.name().toLowerCase(Locale.ROOT));
    body.put("context", context);
    body.put("description", cut(description, MAX_DESCRIPTION));
    if (targetUrl != null) {
      body.put("target_url", targetUrl);
    }
    // The last status of a context counts: one more of the same changes nothing.
    var _ =
        calls.once(
            () -> calls.write("POST", calls.at(repo, "statuses/{sha}", sha), body),
            Optional::empty);
  }

  List<Comment> comments(RepoId repo, int pullRequest) {
    return calls.list(
        calls.at(repo, "issues/{number}/comments", pullRequest),
        null,
        MAX_COMMENTS,
        Parse::comment);
  }

  String upsertComment(RepoId repo, int pullRequest, String marker, String markdown) {
    if (!marker.matches("[A-Za-z0-9-]{1,100}")) {
      throw new IllegalArgumentException(
          "a marker is a word of letters, digits and hyphens, not \"" + marker + "\"");
    }
    String head = "<!-- closedloop:" + marker + " -->";
    String body = cut(head + "\n" + markdown, MAX_COMMENT);
    Optional<Comment> mine = mine(repo, pullRequest, head);
    if (mine.isEmpty()) {
      return calls.once(
          () ->
              url(
                  calls.write(
                      "POST",
                      calls.at(repo, "issues/{number}/comments", pullRequest),
                      Map.of("body", body))),
          () -> mine(repo, pullRequest, head).map(Comment::url));
    }
    if (mine.get().body().equals(body)) {
      return mine.get().url();
    }
    return calls.once(
        () ->
            url(
                calls.write(
                    "PATCH",
                    calls.at(repo, "issues/comments/{id}", mine.get().id()),
                    Map.of("body", body))),
        Optional::empty);
  }

  /** Ours by author as well as by marker: anybody can copy a marker. */
  private Optional<Comment> mine(RepoId repo, int pullRequest, String head) {
    String me = login.get();
    return comments(repo, pullRequest).stream()
        .filter(comment -> comment.author().equals(me) && comment.body().startsWith(head))
        .findFirst();
  }

  private static String url(JsonNode comment) {
    return Parse.comment(comment).url();
  }

  /** Never in the middle of a surrogate pair. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 2)) ? max - 2 : max - 1;
    return text.substring(0, end) + "…";
  }
}
