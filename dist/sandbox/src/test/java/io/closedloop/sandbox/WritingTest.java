package io.closedloop.sandbox;

import static io.closedloop.sandbox.world.Json.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.sandbox.git.CommitInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class WritingTest {
  private Bench bench;
  private String head;

  @BeforeEach
  void start() throws IOException {
    bench = Bench.plain();
    head = bench.sandbox().push(Bench.REPO, "topic", Map.of("a.txt", "a \n"), "ann", "A change");
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private Client.Answer commitOnBranch(String branch, String expectedHead) throws Exception {
    ObjectNode input =
        object(
            "branch", object("repositoryNameWithOwner", Bench.REPO, "branchName", branch),
            "message", object("headline", "Tidy up", "body", "Because.\n\nTrailer: x"),
            "expectedHeadOid", expectedHead,
            "fileChanges",
                object(
                    "additions",
                    List.of(object("path", "a.txt", "contents", base64("a\n"))),
                    "deletions",
                    List.of(object("path", "README.md"))));
    String query =
        "mutation($input: CreateCommitOnBranchInput!) {"
            + " createCommitOnBranch(input: $input) { commit { oid } } }";
    return bench
        .bot()
        .post("/graphql", object("query", query, "variables", object("input", input)));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aCommitOnABranchIsTheCallersWork() throws Exception {
    JsonNode data = commitOnBranch("topic", head).json();

    String oid = data.at("/data/createCommitOnBranch/commit/oid").asString();
    assertThat(bench.sandbox().head(Bench.REPO, "topic")).isEqualTo(oid);
    CommitInfo commit = bench.sandbox().commits(Bench.REPO, "topic").getFirst();
    assertThat(commit.author().name()).isEqualTo("closedloop-bot");
    assertThat(commit.message()).isEqualTo("Tidy up\n\nBecause.\n\nTrailer: x");
    assertThat(commit.parents()).containsExactly(head);
    assertThat(bench.sandbox().file(Bench.REPO, "topic", "a.txt")).isEqualTo("a\n");
    JsonNode files = bench.bot().get(Bench.API + "/commits/" + oid).json().path("files");
    assertThat(files.findValuesAsString("status")).containsExactly("removed", "modified");
  }

  @Test
  void aStaleHeadIsRefused() throws Exception {
    bench.sandbox().push(Bench.REPO, "topic", Map.of("b.txt", "b\n"), "ann", "Somebody else's");

    JsonNode answer = commitOnBranch("topic", head).json();

    assertThat(answer.at("/errors/0/type").asString()).isEqualTo("STALE_DATA");
    assertThat(answer.at("/data/createCommitOnBranch").isNull()).isTrue();
    assertThat(bench.sandbox().commits(Bench.REPO, "topic").getFirst().headline())
        .isEqualTo("Somebody else's");
  }

  @Test
  void aProtectedBranchIsMovedByNeitherWay() throws Exception {
    bench.sandbox().protect(Bench.REPO, "topic");

    assertThat(commitOnBranch("topic", head).json().at("/errors/0/message").asString())
        .contains("pull request");
    assertThat(moveTopicTo(commitUpon(head), false).status()).isEqualTo(422);
    assertThat(bench.sandbox().head(Bench.REPO, "topic")).isEqualTo(head);
  }

  private String commitUpon(String parent) throws Exception {
    String git = Bench.API + "/git";
    String blob =
        text(bench.bot().post(git + "/blobs", object("content", "x\n", "encoding", "utf-8")));
    ObjectNode entry = object("path", "bin/x", "mode", "100755", "type", "blob", "sha", blob);
    String tree =
        text(bench.bot().post(git + "/trees", object("base_tree", parent, "tree", List.of(entry))));
    return text(
        bench
            .bot()
            .post(
                git + "/commits",
                object("message", "By parts", "tree", tree, "parents", List.of(parent))));
  }

  private static String text(Client.Answer answer) {
    assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
    return answer.json().path("sha").asString();
  }

  private Client.Answer moveTopicTo(String sha, boolean force) throws Exception {
    return bench
        .bot()
        .patch(Bench.API + "/git/refs/heads/topic", object("sha", sha, "force", force));
  }

  @Test
  void aCommitCanBeMadeOfPartsAndKeepsModes() throws Exception {
    String sha = commitUpon(head);

    assertThat(moveTopicTo(sha, false).status()).isEqualTo(200);
    JsonNode tree =
        bench.bot().get(Bench.API + "/git/trees/" + sha + "?recursive=1").json().path("tree");
    assertThat(tree.findValuesAsString("path"))
        .containsExactly("README.md", "a.txt", "bin", "bin/x");
    assertThat(tree.get(3).path("mode").asString()).isEqualTo("100755");
  }

  @Test
  void aBranchMovesOnlyForwardUnlessForced() throws Exception {
    String aside = commitUpon(bench.sandbox().head(Bench.REPO, "main"));

    Client.Answer refused = moveTopicTo(aside, false);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("message").asString()).isEqualTo("Update is not a fast forward");
    assertThat(moveTopicTo(aside, true).status()).isEqualTo(200);
  }

  @Test
  void aPathThatLeavesTheTreeIsRefused() throws Exception {
    ObjectNode entry = object("path", "../x", "mode", "100644", "content", "x");

    assertThat(bench.bot().post(Bench.API + "/git/trees", object("tree", List.of(entry))).status())
        .isEqualTo(422);
  }

  @Test
  void aPullRequestIsOpenedOnce() throws Exception {
    ObjectNode body = object("title", "T", "head", "topic", "base", "main");

    Client.Answer first = bench.bot().post(Bench.API + "/pulls", body);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.json().at("/user/login").asString()).isEqualTo("closedloop-bot");
    Client.Answer second = bench.bot().post(Bench.API + "/pulls", body);
    assertThat(second.status()).isEqualTo(422);
    assertThat(second.json().path("message").asString()).contains("already exists");
    assertThat(bench.bot().get(Bench.API + "/pulls?head=acme:topic").json()).hasSize(1);
    assertThat(bench.bot().get(Bench.API + "/pulls?head=acme:other").json()).isEmpty();
    assertThat(bench.bot().get(Bench.API + "/pulls/1/files").json().findValuesAsString("filename"))
        .containsExactly("a.txt");
    assertThat(bench.bot().get(Bench.API + "/commits/" + head + "/pulls").json()).hasSize(1);
  }

  @Test
  void aStatusIsBoundInLengthAndTheLatestOfAContextCounts() throws Exception {
    String statuses = Bench.API + "/statuses/" + head;
    ObjectNode tooLong = object("state", "pending", "description", "x".repeat(141));

    assertThat(bench.bot().post(statuses, tooLong).status()).isEqualTo(422);
    bench.bot().post(statuses, object("state", "pending", "context", "cl"));
    bench.bot().post(statuses, object("state", "success", "context", "cl"));

    JsonNode combined = bench.bot().get(Bench.API + "/commits/topic/status").json();
    assertThat(combined.path("state").asString()).isEqualTo("success");
    assertThat(combined.path("statuses")).hasSize(1);
    assertThat(bench.sandbox().statuses(Bench.REPO, head)).hasSize(2);
  }

  @Test
  void aCommentIsEditedInPlace() throws Exception {
    int number = bench.sandbox().openPullRequest(Bench.REPO, "topic", "main", "T", "ann");
    JsonNode made =
        bench
            .bot()
            .post(Bench.API + "/issues/" + number + "/comments", object("body", "first"))
            .json();

    String path = Bench.API + "/issues/comments/" + made.path("id").asLong();
    assertThat(bench.bot().patch(path, object("body", "second")).status()).isEqualTo(200);

    assertThat(bench.sandbox().comments(Bench.REPO, number))
        .singleElement()
        .satisfies(comment -> assertThat(comment.body()).isEqualTo("second"));
  }

  @Test
  void aForkIsWrittenByItsOwnerOnly() throws Exception {
    bench.sandbox().fork(Bench.REPO, "zoe");
    String forked = bench.sandbox().push("zoe/shop", "topic", Map.of("z", "z\n"), "zoe", "Mine");

    assertThat(
            bench
                .bot()
                .patch("/repos/zoe/shop/git/refs/heads/topic", object("sha", head, "force", true))
                .status())
        .isEqualTo(403);
    assertThat(bench.sandbox().head("zoe/shop", "topic")).isEqualTo(forked);
    assertThat(bench.sandbox().head(Bench.REPO, "topic")).isEqualTo(head);
    JsonNode compared = bench.bot().get(Bench.API + "/compare/main...zoe:topic").json();
    assertThat(compared.path("ahead_by").asInt()).isEqualTo(2);
  }
}
