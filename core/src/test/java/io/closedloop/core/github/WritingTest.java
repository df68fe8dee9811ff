package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Permission;
import io.closedloop.core.github.FakeGitHub.Answer;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WritingTest {
  private static final String RERUN = "POST " + TOP + "/actions/runs/7/rerun-failed-jobs";
  private static final String RUN = "GET " + TOP + "/actions/runs/7";
  private static final String PULLS = TOP + "/pulls";
  private static final String COMMENTS = TOP + "/issues/3/comments";
  private static final String STATUS = "POST " + TOP + "/statuses/abc";
  private static final RunAttempt FIRST = new RunAttempt(7, 1);
  private final VirtualTime time = new VirtualTime();
  private FakeGitHub server;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub().on("GET /user", Answer.ok("{\"login\":\"loopbot\"}"));
    github = server.client(time);
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  private static Answer attempt(int number) {
    return Answer.ok("{\"id\":7,\"run_attempt\":" + number + "}");
  }

  private static String pull(int number, String base, String headRepo) {
    return """
    {"number":%d,"state":"open","head":{"ref":"fix","repo":{"full_name":"%s"}},"base":{"ref":"%s"}}\
    """
        .formatted(number, headRepo, base);
  }

  private static String comment(int id, String author, String body) {
    return "{\"id\":%d,\"user\":{\"login\":\"%s\"},\"body\":\"%s\",\"html_url\":\"u%d\"}"
        .formatted(id, author, body, id);
  }

  @Test
  void aRerunGivesTheAttemptItBegins() {
    server.on(RERUN, Answer.ok("{}"));

    assertThat(github.rerunFailedJobs(REPO, FIRST, true)).isEqualTo(2);
    assertThat(server.asked().getLast().body()).isEqualTo("{\"enable_debug_logging\":true}");
  }

  @ParameterizedTest
  @CsvSource({"0", "502", "500"})
  void aRerunWhoseAnswerWasLostIsNotRepeatedWhenItHappened(int status) {
    server.on(RUN, attempt(2)).on(RERUN, status == 0 ? Answer.cut() : Answer.status(status));

    assertThat(github.rerunFailedJobs(REPO, FIRST, false)).isEqualTo(2);
    assertThat(server.count(RERUN)).isEqualTo(1);
  }

  @Test
  void aRerunThatDidNotHappenIsRepeatedOnce() {
    server.on(RUN, attempt(1)).on(RERUN, Answer.cut(), Answer.ok(""));

    assertThat(github.rerunFailedJobs(REPO, FIRST, false)).isEqualTo(2);
    assertThat(server.count(RERUN)).isEqualTo(2);
  }

  @Test
  void aRerunThatArrivedLateIsFoundWhenTheRepeatIsRefused() {
    server.on(RUN, attempt(1), attempt(2)).on(RERUN, Answer.cut(), Answer.status(403));

    assertThat(github.rerunFailedJobs(REPO, FIRST, false)).isEqualTo(2);
  }

  @Test
  void aWriteIsNeverSentMoreThanTwice() {
    server.on(RUN, attempt(1)).on(RERUN, Answer.status(500));

    assertThatThrownBy(() -> github.rerunFailedJobs(REPO, FIRST, false))
        .isInstanceOf(GitHubUnavailable.class);
    assertThat(server.count(RERUN)).isEqualTo(2);
  }

  @Test
  void theHttpClientRepeatsNoWriteBehindOurBack() {
    server.on(RUN, attempt(2)).on(RERUN, Answer.status(503).with("Retry-After", "0"));

    github.rerunFailedJobs(REPO, FIRST, false);

    assertThat(server.count(RERUN)).isEqualTo(1);
  }

  @Test
  void aWriteFollowsOnlyARedirectThatKeepsTheMethod() {
    server
        .on(RERUN, new Answer(307, java.util.Map.of("Location", "/repositories/1/again"), ""))
        .on("POST /repositories/1/again", Answer.ok("{}"));
    assertThat(github.rerunFailedJobs(REPO, FIRST, false)).isEqualTo(2);

    server.on(RERUN, Answer.redirect("/repositories/1/again"));
    assertThatThrownBy(() -> github.rerunFailedJobs(REPO, FIRST, false))
        .isInstanceOf(GitHubRefused.class);
    assertThat(server.count("GET /repositories")).isZero();
  }

  @Test
  void thatOneJobWasRerunIsReadFromItsRun() {
    server.on(RUN, attempt(4)).on("POST " + TOP + "/actions/jobs/5/rerun", Answer.cut());

    assertThat(github.rerunJob(REPO, new RunAttempt(7, 3), 5, false)).isEqualTo(4);
  }

  @Test
  void anOpenPullRequestIsFoundInsteadOfOpenedTwice() {
    server.on("GET " + PULLS, Answer.ok("[" + pull(4, "main", "octo/shop") + "]"));

    assertThat(github.openPullRequest(REPO, "fix", "main", "t", "b").number()).isEqualTo(4);
    assertThat(server.count("POST")).isZero();
    assertThat(server.lines().getFirst()).contains("head=octo%3Afix", "state=open");
  }

  @Test
  void somebodyElsesPullRequestIsNotOurs() {
    server
        .on(
            "GET " + PULLS,
            Answer.ok(
                "[%s,%s]".formatted(pull(1, "dev", "octo/shop"), pull(2, "main", "eve/shop"))))
        .on("POST " + PULLS, new Answer(201, java.util.Map.of(), pull(9, "main", "octo/shop")));

    assertThat(github.openPullRequest(REPO, "fix", "main", "t", "b").number()).isEqualTo(9);
  }

  @Test
  void aPullRequestWhoseAnswerWasLostIsReadBack() {
    server
        .on("GET " + PULLS, Answer.ok("[]"), Answer.ok("[" + pull(5, "main", "octo/shop") + "]"))
        .on("POST " + PULLS, Answer.cut());

    assertThat(github.openPullRequest(REPO, "fix", "main", "t", "b").number()).isEqualTo(5);
    assertThat(server.count("POST")).isEqualTo(1);
  }

  @Test
  void aStatusIsCutToWhatGitHubTakesAndRepeatedOnce() {
    server.on(STATUS, Answer.status(502), new Answer(201, java.util.Map.of(), "{}"));

    github
        .messages(Set.of(Permission.STATUSES_WRITE))
        .setStatus(
            REPO, "abc", "closedloop", StatusState.FAILURE, "x".repeat(139) + "😀y", "http://u");

    assertThat(server.count(STATUS)).isEqualTo(2);
    assertThat(server.asked().getLast().body())
        .contains("\"state\":\"failure\"", "\"target_url\":\"http://u\"", "x".repeat(139) + "…\"");
  }

  @Test
  void aMessageNeedsItsPermission() {
    var none = github.messages(Set.of());

    assertThatThrownBy(() -> none.setStatus(REPO, "a", "c", StatusState.ERROR, "", null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("STATUSES_WRITE");
    assertThatThrownBy(() -> none.upsertComment(REPO, 1, "m", "b"))
        .hasMessageContaining("PULL_REQUESTS_WRITE");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void ourCommentIsFoundOnAnyPageAndEditedInPlace() {
    server
        .on(
            "GET " + COMMENTS,
            Answer.ok("[" + comment(1, "eve", "<!-- closedloop:incident -->\\nfake") + "]")
                .with("Link", "<" + server.url("127.0.0.1") + "/page2>; rel=\"next\""))
        .on(
            "GET /page2",
            Answer.ok(
                "[%s,%s]"
                    .formatted(
                        comment(2, "loopbot", "quotes <!-- closedloop:incident -->"),
                        comment(3, "loopbot", "<!-- closedloop:incident -->\\nold"))))
        .on("PATCH " + TOP + "/issues/comments/3", Answer.ok(comment(3, "loopbot", "new")));

    assertThat(github.upsertComment(REPO, 3, "incident", "new")).isEqualTo("u3");
    assertThat(server.asked().getLast().body())
        .isEqualTo("{\"body\":\"<!-- closedloop:incident -->\\nnew\"}");
  }

  @Test
  void aCommentThatSaysItAlreadyIsLeftAlone() {
    server.on(
        "GET " + COMMENTS,
        Answer.ok("[" + comment(3, "loopbot", "<!-- closedloop:i -->\\nsame") + "]"));

    assertThat(github.upsertComment(REPO, 3, "i", "same")).isEqualTo("u3");
    assertThat(server.count("PATCH") + server.count("POST")).isZero();
  }

  @Test
  void aCommentWhoseAnswerWasLostIsReadBack() {
    server
        .on(
            "GET " + COMMENTS,
            Answer.ok("[]"),
            Answer.ok("[" + comment(8, "loopbot", "<!-- closedloop:i -->\\nx") + "]"))
        .on("POST " + COMMENTS, Answer.cut());

    assertThat(github.upsertComment(REPO, 3, "i", "x")).isEqualTo("u8");
    assertThat(server.count("POST")).isEqualTo(1);
  }

  @Test
  void aMarkerIsOneWord() {
    assertThatThrownBy(() -> github.upsertComment(REPO, 3, "a --> b", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTokenThatMayNotAskForItsUserAsksWhoIsLooking() {
    server
        .on("GET /user", Answer.status(403))
        .on("POST /graphql", Answer.ok("{\"data\":{\"viewer\":{\"login\":\"app[bot]\"}}}"));

    assertThat(github.login()).isEqualTo("app[bot]");
    assertThat(github.login()).isEqualTo("app[bot]");
    assertThat(server.asked()).hasSize(2);
  }
}
