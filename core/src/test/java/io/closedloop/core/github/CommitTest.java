package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.core.github.FakeGitHub.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommitTest {
  private static final String GRAPHQL = "POST /graphql";
  private static final String HEAD = "GET " + TOP + "/git/ref/heads/feature/x";
  private static final String PATCH = "PATCH " + TOP + "/git/refs/heads/feature/x";
  private static final String MESSAGE = "Format the sources\n\nclosedloop-incident: 7";
  private static final Answer STALE =
      Answer.ok("{\"data\":null,\"errors\":[{\"type\":\"STALE_DATA\",\"message\":\"moved\"}]}");
  private static final Answer MADE =
      Answer.ok("{\"data\":{\"createCommitOnBranch\":{\"commit\":{\"oid\":\"new\"}}}}");
  private final VirtualTime time = new VirtualTime();
  private FakeGitHub server;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    github = server.client(time);
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  private static Answer at(String sha) {
    return Answer.ok("{\"object\":{\"sha\":\"" + sha + "\"}}");
  }

  private void commitExists(String sha, String parent, String message) {
    server.on(
        "GET " + TOP + "/commits/" + sha,
        Answer.ok(
            """
            {"sha":"%s","commit":{"message":"%s","tree":{"sha":"tree-%s"}},
             "author":{"login":"loopbot"},"parents":[%s]}\
            """
                .formatted(
                    sha,
                    message.replace("\n", "\\n"),
                    sha,
                    parent.isEmpty() ? "" : "{\"sha\":\"" + parent + "\"}")));
  }

  private String commit(String mode) {
    var file = new FileContent("a.txt", "hello".getBytes(UTF_8), mode);
    return github.commitOnBranch(REPO, "feature/x", "old", List.of(file), MESSAGE);
  }

  @Test
  void ordinaryFilesAreCommittedOnTheExpectedHead() {
    server.on(GRAPHQL, MADE);

    assertThat(commit("100644")).isEqualTo("new");
    assertThat(server.asked().getFirst().body())
        .contains("\"expectedHeadOid\":\"old\"", "\"branchName\":\"feature/x\"")
        .contains("\"repositoryNameWithOwner\":\"octo/shop\"", "\"contents\":\"aGVsbG8=\"")
        .contains("\"headline\":\"Format the sources\"", "\"body\":\"closedloop-incident: 7\"");
  }

  @Test
  void aBranchThatMovedIsLeftAlone() {
    server.on(GRAPHQL, STALE).on(HEAD, at("theirs"));
    commitExists("theirs", "old", "Somebody else's work");

    assertThatThrownBy(() -> commit("100644"))
        .isInstanceOf(StaleHead.class)
        .hasMessageContaining("feature/x")
        .hasMessageContaining("old");
    assertThat(server.count(GRAPHQL)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0", "502"})
  void aCommitWhoseAnswerWasLostIsReadBack(int status) {
    server.on(GRAPHQL, status == 0 ? Answer.cut() : Answer.status(status)).on(HEAD, at("ours"));
    commitExists("ours", "old", MESSAGE);

    assertThat(commit("100644")).isEqualTo("ours");
    assertThat(server.count(GRAPHQL)).isEqualTo(1);
  }

  @Test
  void aCommitWhoseAnswerWasLostIsFoundBelowSomebodyElses() {
    server.on(GRAPHQL, Answer.cut()).on(HEAD, at("theirs"));
    commitExists("theirs", "ours", "On top");
    commitExists("ours", "old", MESSAGE);

    assertThat(commit("100644")).isEqualTo("ours");
  }

  @Test
  void aCommitThatDidNotHappenIsRepeatedOnce() {
    server.on(GRAPHQL, Answer.cut(), MADE).on(HEAD, at("old"));

    assertThat(commit("100644")).isEqualTo("new");
    assertThat(server.count(GRAPHQL)).isEqualTo(2);
  }

  @Test
  void aCommitMadeBeforeACrashIsFoundInsteadOfMadeTwice() {
    server.on(GRAPHQL, STALE).on(HEAD, at("ours"));
    commitExists("ours", "old", MESSAGE);

    assertThat(commit("100644")).isEqualTo("ours");
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, io.closedloop.core.github.GitHubRefused",
    "UNPROCESSABLE, io.closedloop.core.github.GitHubRefused",
    "RATE_LIMITED, io.closedloop.core.github.GitHubPaused",
  })
  void anErrorInsideAGoodAnswerIsAnError(String type, Class<? extends Exception> expected) {
    server.on(GRAPHQL, Answer.ok("{\"errors\":[{\"type\":\"" + type + "\",\"message\":\"no\"}]}"));

    assertThatThrownBy(() -> commit("100644")).isInstanceOf(expected);
    assertThat(server.count(GRAPHQL)).isEqualTo(1);
  }

  @Test
  void anErrorWithoutATypeMayHaveHappenedAllTheSame() {
    server
        .on(GRAPHQL, Answer.ok("{\"errors\":[{\"message\":\"Something went wrong\"}]}"))
        .on(HEAD, at("ours"));
    commitExists("ours", "old", MESSAGE);

    assertThat(commit("100644")).isEqualTo("ours");
  }

  @Test
  void filesWithAModeGoThroughGitsOwnObjects() {
    gitData();
    server.on(HEAD, at("old")).on(PATCH, Answer.ok("{}"));

    assertThat(commit("100755")).isEqualTo("c1");
    assertThat(server.asked())
        .extracting(FakeGitHub.Asked::body)
        .anySatisfy(body -> assertThat(body).contains("\"base_tree\":\"tree-old\"", "100755", "b1"))
        .anySatisfy(body -> assertThat(body).contains("\"parents\":[\"old\"]", "\"tree\":\"t1\""))
        .anySatisfy(body -> assertThat(body).contains("\"force\":false", "c1"));
    assertThat(server.count(GRAPHQL)).isZero();
  }

  @Test
  void aBranchThatWasMovedBackIsNotMovedOn() {
    gitData();
    server.on(HEAD, at("older")).on(PATCH, Answer.ok("{}"));
    commitExists("older", "root", "Before");
    commitExists("root", "", "First");

    assertThatThrownBy(() -> commit("100755")).isInstanceOf(StaleHead.class);
    assertThat(server.count(PATCH)).isZero();
  }

  @Test
  void aBranchThatMovesAtTheLastInstantIsStale() {
    gitData();
    server
        .on(HEAD, at("old"), at("theirs"))
        .on(PATCH, new Answer(422, Map.of(), "{\"message\":\"Update is not a fast forward\"}"));
    commitExists("theirs", "old", "Theirs");

    assertThatThrownBy(() -> commit("100755")).isInstanceOf(StaleHead.class);
  }

  @Test
  void aProtectedBranchIsARefusalAndNotStale() {
    gitData();
    server.on(HEAD, at("old")).on(PATCH, Answer.status(422));

    assertThatThrownBy(() -> commit("100755")).isInstanceOf(GitHubRefused.class);
  }

  @Test
  void aBranchUpdateWhoseAnswerWasLostIsReadBack() {
    gitData();
    server.on(HEAD, at("old"), at("c1")).on(PATCH, Answer.cut());

    assertThat(commit("100755")).isEqualTo("c1");
    assertThat(server.count(PATCH)).isEqualTo(1);
  }

  private void gitData() {
    commitExists("old", "root", "Before");
    server
        .on("POST " + TOP + "/git/blobs", Answer.cut(), Answer.ok("{\"sha\":\"b1\"}"))
        .on("POST " + TOP + "/git/trees", Answer.ok("{\"sha\":\"t1\"}"))
        .on("POST " + TOP + "/git/commits", Answer.ok("{\"sha\":\"c1\"}"));
  }

  @Test
  void aBranchIsMadeOnceAndFoundAgain() {
    String refs = "POST " + TOP + "/git/refs";
    server.on(refs, Answer.ok("{}"), Answer.status(422), Answer.cut()).on(HEAD, at("old"));

    assertThat(github.createBranch(REPO, "feature/x", "old")).isEqualTo("old");
    assertThat(github.createBranch(REPO, "feature/x", "old")).isEqualTo("old");
    assertThat(github.createBranch(REPO, "feature/x", "old")).isEqualTo("old");
    assertThat(server.count(refs)).isEqualTo(3);
  }

  @Test
  void aBranchOfThatNameElsewhereIsStale() {
    server.on("POST " + TOP + "/git/refs", Answer.status(422)).on(HEAD, at("other"));

    assertThatThrownBy(() -> github.createBranch(REPO, "feature/x", "old"))
        .isInstanceOf(StaleHead.class);
  }

  @Test
  void aWriteWithoutItsResultIsNoSuccess() {
    server.on(GRAPHQL, Answer.ok("{\"data\":{}}")).on(HEAD, at("old"));

    assertThatThrownBy(() -> commit("100644")).isInstanceOf(GitHubUnavailable.class);
  }
}
