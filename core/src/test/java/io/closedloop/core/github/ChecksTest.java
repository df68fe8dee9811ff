package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.CheckRun;
import io.closedloop.api.CheckRun.Conclusion;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Permission;
import io.closedloop.core.github.FakeGitHub.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
  private static final String LIST = "GET " + TOP + "/commits/abc/check-runs";
  private static final String CREATE = "POST " + TOP + "/check-runs";
  private static final String UPDATE = "PATCH " + TOP + "/check-runs/5";
  private static final CheckRun RUN =
      CheckRun.ended("closedloop", "key", Conclusion.NEUTRAL, "Title", "Summary")
          .leadingTo("http://loop/1");
  private final VirtualTime time = new VirtualTime();
  private FakeGitHub server;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub().on("GET /user", Answer.ok("{\"login\":\"loop[bot]\"}"));
    github = server.client(time);
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
  }

  private static Answer listed(String... runs) {
    return Answer.ok("{\"total_count\":1,\"check_runs\":[" + String.join(",", runs) + "]}");
  }

  private static String run(int id, String app, String key, String summary) {
    return """
    {"id":%d,"name":"closedloop","external_id":"%s","html_url":"u%d","details_url":"http://loop/1",
     "status":"completed","conclusion":"neutral","app":{"slug":"%s"},
     "output":{"title":"Title","summary":"%s"}}\
    """
        .formatted(id, key, id, app, summary);
  }

  private static Answer made(int id) {
    return new Answer(201, Map.of(), run(id, "loop", "key", "Summary"));
  }

  @Test
  void theFirstOneIsCreated() {
    server.on(LIST, listed()).on(CREATE, made(5));

    assertThat(github.checkRun(REPO, "abc", RUN)).contains("u5");
    assertThat(server.lines()).anyMatch(line -> line.contains("check_name=closedloop"));
    assertThat(server.asked().getLast().body())
        .contains("\"head_sha\":\"abc\"", "\"name\":\"closedloop\"", "\"external_id\":\"key\"")
        .contains("\"status\":\"completed\"", "\"conclusion\":\"neutral\"")
        .contains("\"details_url\":\"http://loop/1\"", "\"summary\":\"Summary\"");
  }

  @Test
  void oneThatRunsHasNoConclusion() {
    server.on(LIST, listed()).on(CREATE, made(5));

    github.checkRun(REPO, "abc", CheckRun.running("closedloop", "key", "T", "S"));

    assertThat(server.asked().getLast().body())
        .contains("\"status\":\"in_progress\"")
        .doesNotContain("conclusion", "details_url");
  }

  @Test
  void itIsEditedInPlaceFromThenOn() {
    server.on(LIST, listed(run(5, "loop", "key", "before"))).on(UPDATE, made(5));

    assertThat(github.checkRun(REPO, "abc", RUN)).contains("u5");
    assertThat(server.count(CREATE)).isZero();
    assertThat(server.count(UPDATE)).isEqualTo(1);
  }

  @Test
  void oneThatSaysItAlreadyIsLeftAlone() {
    server.on(LIST, listed(run(5, "loop", "key", "Summary")));

    assertThat(github.checkRun(REPO, "abc", RUN)).contains("u5");
    assertThat(server.count("POST") + server.count("PATCH")).isZero();
  }

  @Test
  void oneOfAnotherAppOrKeyIsNotOurs() {
    server
        .on(LIST, listed(run(3, "eve", "key", "Summary"), run(4, "loop", "other", "Summary")))
        .on(CREATE, made(5));

    assertThat(github.checkRun(REPO, "abc", RUN)).contains("u5");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 502})
  void oneWhoseAnswerWasLostIsReadBack(int status) {
    server
        .on(LIST, listed(), listed(run(5, "loop", "key", "Summary")))
        .on(CREATE, status == 0 ? Answer.cut() : Answer.status(status));

    assertThat(github.checkRun(REPO, "abc", RUN)).contains("u5");
    assertThat(server.count(CREATE)).isEqualTo(1);
  }

  @Test
  void whoMayNotWriteThemGetsNoneAndNoError() {
    server.on(LIST, listed()).on(CREATE, Answer.status(403));
    assertThat(github.checkRun(REPO, "abc", RUN)).isEmpty();

    server.on(CREATE, Answer.status(500));
    assertThatThrownBy(() -> github.checkRun(REPO, "abc", RUN))
        .isInstanceOf(GitHubUnavailable.class);
    server.on(CREATE, Answer.status(422));
    assertThatThrownBy(() -> github.checkRun(REPO, "abc", RUN)).isInstanceOf(GitHubRefused.class);
  }

  @Test
  void aChannelNeedsThePermission() {
    var none = github.messages(Set.of(Permission.STATUSES_WRITE));

    assertThatThrownBy(() -> none.checkRun(REPO, "abc", RUN))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("CHECKS_WRITE");
    assertThat(none.canWriteChecks()).as("with a token").isFalse();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void aSummaryFitsInBytesAndEndsWithALine() {
    String exact = "x".repeat(65_535);
    assertThat(Checks.fit(exact)).isEqualTo(exact);

    String lines = Checks.fit("0123456789 €\n".repeat(10_000));
    assertThat(lines.getBytes(UTF_8)).hasSizeBetween(65_000, 65_535);
    assertThat(lines).endsWith("€\n\n…");

    String oneLine = Checks.fit("😀".repeat(40_000));
    assertThat(oneLine.getBytes(UTF_8)).hasSizeBetween(65_000, 65_535);
    assertThat(oneLine).endsWith("😀\n\n…").doesNotContain("\ufffd");
  }
}
