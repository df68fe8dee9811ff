package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads and writes commits and branches. A commit is made on the expected head or not at all. */
record Commits(Calls calls) {
  /** How many commits others may have put on top of ours before we look for it. */
  private static final int LOOK_BACK = 5;

  private static final String CREATE =
      """
      mutation($input: CreateCommitOnBranchInput!) {
        createCommitOnBranch(input: $input) { commit { oid } }
      }
      """;

  /**
   * What a commit is to become; the message as GitHub stores it, title and text parted by a blank
   * line.
   */
  private record Wanted(
      RepoId repo, String branch, String expectedHead, String title, String text) {
    static Wanted of(RepoId repo, String branch, String expectedHead, String message) {
      String[] parts = message.replace("\r\n", "\n").strip().split("\n", 2);
      return new Wanted(
          repo, branch, expectedHead, parts[0], parts.length == 1 ? "" : parts[1].strip());
    }

    String message() {
      return text.isEmpty() ? title : title + "\n\n" + text;
    }

    StaleHead stale() {
      return new StaleHead(repo, branch, expectedHead);
    }
  }

  Optional<String> head(RepoId repo, String branch) {
    return calls
        .find(calls.at(repo, "git/ref/heads/{branch*}", branch))
        .map(ref -> Parse.text(ref.path("object"), "sha"));
  }

  CommitInfo commit(RepoId repo, String sha) {
    return Parse.commit(calls.get(calls.at(repo, "commits/{sha}", sha)));
  }

  String commitOnBranch(
      RepoId repo, String branch, String expectedHead, List<FileContent> files, String message) {
    if (files.isEmpty() || message.isBlank()) {
      throw new IllegalArgumentException("a commit needs files and a message");
    }
    Wanted wanted = Wanted.of(repo, branch, expectedHead, message);
    try {
      return files.stream().allMatch(FileContent::plain)
          ? calls.once(() -> byGraphql(wanted, files), () -> made(wanted))
          : byGitData(wanted, files);
    } catch (StaleHead e) {
      // Ours, perhaps, made before a crash.
      return made(wanted).orElseThrow(() -> e);
    }
  }

  /** GitHub signs these, but writes mode 100644 only. */
  private String byGraphql(Wanted wanted, List<FileContent> files) {
    JsonNode data;
    try {
      data =
          calls.graphql(
              wanted.repo(),
              CREATE,
              Map.of(
                  "input",
                  Map.of(
                      "branch",
                      Map.of(
                          "repositoryNameWithOwner",
                          wanted.repo().toString(),
                          "branchName",
                          wanted.branch()),
                      "expectedHeadOid",
                      wanted.expectedHead(),
                      "message",
                      Map.of("headline", wanted.title(), "body", wanted.text()),
                      "fileChanges",
                      Map.of(
                          "additions",
                          files.stream()
                              .map(f -> Map.of("path", f.path(), "contents", f.base64()))
                              .toList()))));
    } catch (GitHubRefused e) {
      throw e.kind() == Kind.CONFLICT ? wanted.stale() : e;
    }
    return sha(data.path("createCommitOnBranch").path("commit"), "oid");
  }

  private String byGitData(Wanted wanted, List<FileContent> files) {
    RepoId repo = wanted.repo();
    List<Map<String, String>> entries = new ArrayList<>();
    for (FileContent file : files) {
      String blob =
          object(
              calls.at(repo, "git/blobs"), Map.of("content", file.base64(), "encoding", "base64"));
      entries.add(Map.of("path", file.path(), "mode", file.mode(), "type", "blob", "sha", blob));
    }
    String base = commit(repo, wanted.expectedHead()).tree();
    String tree = object(calls.at(repo, "git/trees"), Map.of("base_tree", base, "tree", entries));
    String commit =
        object(
            calls.at(repo, "git/commits"),
            Map.of(
                "message",
                wanted.message(),
                "tree",
                tree,
                "parents",
                List.of(wanted.expectedHead())));
    // Without force GitHub still takes a branch that was moved back to an ancestor.
    if (moved(wanted)) {
      throw wanted.stale();
    }
    return calls.once(
        () -> advance(wanted, commit), () -> head(repo, wanted.branch()).filter(commit::equals));
  }

  private String advance(Wanted wanted, String commit) {
    try {
      calls.write(
          "PATCH",
          calls.at(wanted.repo(), "git/refs/heads/{branch*}", wanted.branch()),
          Map.of("sha", commit, "force", false));
      return commit;
    } catch (GitHubRefused e) {
      throw moved(wanted) ? wanted.stale() : e;
    }
  }

  private boolean moved(Wanted wanted) {
    return head(wanted.repo(), wanted.branch()).filter(wanted.expectedHead()::equals).isEmpty();
  }

  /** Git's objects are named by their content: making one twice harms nothing. */
  private String object(Endpoint kind, Map<String, ?> body) {
    return calls.once(() -> sha(calls.write("POST", kind, body), "sha"), Optional::empty);
  }

  private Optional<String> made(Wanted wanted) {
    Optional<String> sha = head(wanted.repo(), wanted.branch());
    for (int depth = 0; depth < LOOK_BACK; depth++) {
      if (sha.isEmpty() || sha.get().equals(wanted.expectedHead())) {
        return Optional.empty();
      }
      CommitInfo commit = commit(wanted.repo(), sha.get());
      if (commit.parents().equals(List.of(wanted.expectedHead()))
          && commit.message().strip().equals(wanted.message())) {
        return sha;
      }
      sha = commit.parents().stream().findFirst();
    }
    return Optional.empty();
  }

  String createBranch(RepoId repo, String branch, String sha) {
    return calls.once(
        () -> {
          try {
            calls.write(
                "POST",
                calls.at(repo, "git/refs"),
                Map.of("ref", "refs/heads/" + branch, "sha", sha));
            return sha;
          } catch (GitHubRefused e) {
            Optional<String> there =
                e.kind() == Kind.INVALID ? head(repo, branch) : Optional.empty();
            if (there.isEmpty()) {
              throw e;
            }
            return there.filter(sha::equals).orElseThrow(() -> new StaleHead(repo, branch, sha));
          }
        },
        () -> head(repo, branch).filter(sha::equals));
  }

  private static String sha(JsonNode node, String field) {
    String sha = Parse.text(node, field);
    if (sha == null) {
      throw new GitHubUnavailable("GitHub answered a write without the \"" + field + "\" it made");
    }
    return sha;
  }
}
