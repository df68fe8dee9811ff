package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOKEN;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.core.github.FakeGitHub.Answer;
import io.closedloop.core.github.GitHubOptions.Bounds;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
  private static final String LOG = "GET " + TOP + "/actions/jobs/5/logs";
  private final VirtualTime time = new VirtualTime();
  private FakeGitHub server;
  private FakeGitHub storage;
  private GitHub github;

  @BeforeEach
  void start() throws IOException {
    server = new FakeGitHub();
    storage = new FakeGitHub();
    github = server.client(time);
    server.on(LOG, Answer.redirect(storage.url("localhost") + "/blob?sig=hush"));
  }

  @AfterEach
  void stop() {
    github.close();
    server.close();
    storage.close();
  }

  private String log(GitHub client) throws IOException {
    try (var in = client.log(REPO, 5)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void aLogIsFetchedElsewhereWithoutTheToken() throws IOException {
    storage.on("GET /blob", Answer.ok("line one\nline two\n"));

    assertThat(log(github)).isEqualTo("line one\nline two\n");
    assertThat(server.asked().getFirst().header("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(storage.asked().getFirst().header("Authorization")).isNull();
    assertThat(storage.lines()).containsExactly("GET /blob?sig=hush");
  }

  @Test
  void aMovedRepositoryIsFollowedAtHomeWithTheToken() {
    server
        .on("GET " + TOP, Answer.redirect("/repositories/12"))
        .on("GET /repositories/12", Answer.ok("{\"full_name\":\"octo/mall\"}"));

    assertThat(github.repository(REPO).id().name()).isEqualTo("mall");
    assertThat(server.asked().getLast().header("Authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void anOrdinaryAnswerNeverComesFromAnotherHost() {
    server.on("GET " + TOP, Answer.redirect(storage.url("localhost") + "/repo"));
    storage.on("GET /repo", Answer.ok("{}"));

    assertThatThrownBy(() -> github.repository(REPO)).isInstanceOf(GitHubUnavailable.class);
    assertThat(storage.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://example.com/log", "ftp://localhost/log", "http://127.0.0.1.example.com/"})
  void aRedirectToAnOpenLineIsNotFollowed(String target) {
    server.on(LOG, Answer.redirect(target));

    assertThatThrownBy(() -> log(github)).isInstanceOf(GitHubUnavailable.class);
  }

  @Test
  void aCircleOfRedirectsEnds() {
    server.on(LOG, Answer.redirect(TOP + "/actions/jobs/5/logs"));

    assertThatThrownBy(() -> log(github)).hasMessageContaining("more than 3 redirects");
  }

  @Test
  void theSignatureOfALinkIsInNoMessage() {
    storage.on("GET /blob", Answer.status(500));

    var failure = catchThrowableOfType(GitHubUnavailable.class, () -> log(github));

    assertThat(failure).hasMessageContaining("status 500");
    assertThat(failure.toString()).doesNotContain("hush");
  }

  @Test
  void aLinkThatWentStaleIsAskedForAnew() throws IOException {
    storage.on("GET /blob", Answer.status(403), Answer.ok("log"));

    assertThat(log(github)).isEqualTo("log");
    assertThat(server.count(LOG)).isEqualTo(2);
  }

  @Test
  void aLogThatIsGoneIsRefusedAtOnce() {
    server.on(LOG, Answer.status(410));
    assertThat(catchThrowableOfType(GitHubRefused.class, () -> log(github)).kind())
        .isEqualTo(GitHubRefused.Kind.GONE);

    server.on(LOG, Answer.redirect(storage.url("localhost") + "/missing"));
    assertThat(catchThrowableOfType(GitHubRefused.class, () -> log(github)).kind())
        .isEqualTo(GitHubRefused.Kind.NOT_FOUND);
  }

  @Test
  void aLogThatIsTooLongSaysSoWhereItWasCut() throws IOException {
    storage.on("GET /blob", Answer.ok("0123456789"));

    try (var ten = server.client(bounded(10), time);
        var nine = server.client(bounded(9), time)) {
      assertThat(log(ten)).isEqualTo("0123456789");
      assertThat(log(nine)).isEqualTo("012345678\n[closedloop: cut here, after 9 bytes]\n");
    }
  }

  @Test
  void anArchiveThatIsTooLargeFailsInsteadOfEndingEarly() throws IOException {
    server.on("GET " + TOP + "/tarball/abc", Answer.redirect(storage.url("localhost") + "/tar"));
    storage.on("GET /tar", Answer.ok("0123456789"));

    try (var ten = server.client(bounded(10), time);
        var nine = server.client(bounded(9), time);
        var whole = ten.tarball(REPO, "abc");
        var cut = nine.tarball(REPO, "abc")) {
      assertThat(whole).hasContent("0123456789");
      assertThatThrownBy(cut::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void manyOpenLogsDoNotStarveOtherRequests() throws IOException {
    storage.on("GET /blob", Answer.ok("log"));
    server.on("GET " + TOP, Answer.ok("{}"));
    var one =
        new GitHubOptions(
            server.options().apiUrl(),
            new Credentials.None(),
            "1",
            1,
            Duration.ZERO,
            server.options().bounds());
    try (var narrow = server.client(one, time);
        var first = narrow.log(REPO, 5);
        var second = narrow.log(REPO, 5)) {
      narrow.repository(REPO);
      assertThat(first).hasContent("log");
      assertThat(second).hasContent("log");
    }
    assertThat(server.asked())
        .allSatisfy(asked -> assertThat(asked.header("Authorization")).isNull());
  }

  private GitHubOptions bounded(long bytes) {
    return server
        .options()
        .withBounds(
            new Bounds(Duration.ofSeconds(90), Duration.ofSeconds(5), 1 << 20, bytes, bytes));
  }
}
