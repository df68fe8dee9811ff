package io.closedloop.core.github;

import static io.closedloop.core.github.FakeGitHub.REPO;
import static io.closedloop.core.github.FakeGitHub.TOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.closedloop.api.GitHubMessages.StatusState;
import io.closedloop.core.github.FakeGitHub.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RateLimitTest {
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

  static Stream<Arguments> shapes() {
    long start = VirtualTime.START.getEpochSecond();
    String secondary = "{\"message\":\"You have exceeded a secondary rate limit.\"}";
    return Stream.of(
        Arguments.of("403, seconds", 30, new Answer(403, Map.of("Retry-After", "30"), "{}")),
        Arguments.of(
            "403, used up",
            45,
            new Answer(
                403,
                Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "" + (start + 45)),
                "{}")),
        Arguments.of("403, only a message", 60, new Answer(403, Map.of(), secondary)),
        Arguments.of("429, seconds", 20, new Answer(429, Map.of("Retry-After", "20"), "{}")),
        Arguments.of(
            "429, a date",
            50,
            new Answer(429, Map.of("Retry-After", "Sun, 22 Nov 2026 10:00:50 GMT"), "{}")),
        Arguments.of(
            "429, seconds that outlast a limit that is used up",
            60,
            new Answer(
                429,
                Map.of(
                    "Retry-After", "60",
                    "X-RateLimit-Remaining", "0",
                    "X-RateLimit-Reset", "" + (start + 8)),
                "{}")),
        Arguments.of(
            "403, seconds within a limit that is used up",
            45,
            new Answer(
                403,
                Map.of(
                    "Retry-After", "10",
                    "X-RateLimit-Remaining", "0",
                    "X-RateLimit-Reset", "" + (start + 45)),
                "{}")),
        Arguments.of(
            "403, seconds and a reset that is over",
            30,
            new Answer(
                403,
                Map.of(
                    "Retry-After", "30",
                    "X-RateLimit-Remaining", "0",
                    "X-RateLimit-Reset", "" + (start - 5)),
                "{}")),
        Arguments.of("429, nothing", 60, new Answer(429, Map.of(), "")),
        Arguments.of("429, nonsense", 60, new Answer(429, Map.of("Retry-After", "later"), "")),
        Arguments.of("429, the past", 1, new Answer(429, Map.of("Retry-After", "0"), "")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void aShortLimitIsWaitedFor(String name, int seconds, Answer limit) {
    server.on("GET " + TOP, limit, Answer.ok("{}"));

    github.repository(REPO);

    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(server.asked()).hasSize(2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void aLimitedWriteWasNotDoneAndIsSentAgain(String name, int seconds, Answer limit) {
    server.on("POST " + TOP + "/statuses/abc", limit, Answer.ok("{}"));

    github.setStatus(REPO, "abc", "closedloop", StatusState.PENDING, "looking", null);

    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(seconds));
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void aLongLimitIsHandedBackWithItsTime() {
    server.on("GET " + TOP, new Answer(403, Map.of("Retry-After", "600"), "{}"));

    var paused = catchThrowableOfType(GitHubPaused.class, () -> github.repository(REPO));

    assertThat(paused.retryAt()).isEqualTo(VirtualTime.START.plusSeconds(600));
    assertThat(paused).hasMessageContaining("2026-11-22T10:10:00Z");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void aPauseThatGitHubAsksForConcernsAllItsInterfacesThoughOneIsUsedUp() {
    long reset = VirtualTime.START.plusSeconds(8).getEpochSecond();
    server.on(
        "GET " + TOP,
        new Answer(
            429,
            Map.of(
                "Retry-After", "600",
                "X-RateLimit-Remaining", "0",
                "X-RateLimit-Resource", "search",
                "X-RateLimit-Reset", "" + reset),
            "{}"));
    assertThatThrownBy(() -> github.repository(REPO)).isInstanceOf(GitHubPaused.class);

    var paused = catchThrowableOfType(GitHubPaused.class, () -> github.login());

    assertThat(paused.retryAt()).isEqualTo(VirtualTime.START.plusSeconds(600));
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void nobodyAsksWhileALimitLasts() {
    server.on("GET " + TOP, new Answer(403, Map.of("Retry-After", "600"), "{}"));
    assertThatThrownBy(() -> github.repository(REPO)).isInstanceOf(GitHubPaused.class);

    assertThatThrownBy(() -> github.login()).isInstanceOf(GitHubPaused.class);

    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void theLastGrantedRequestClosesTheDoorBeforeGitHubDoes() {
    long reset = VirtualTime.START.plusSeconds(40).getEpochSecond();
    server.on(
        "GET " + TOP,
        Answer.ok("{}").with("X-RateLimit-Remaining", "0").with("X-RateLimit-Reset", "" + reset),
        Answer.ok("{}"));

    github.repository(REPO);
    assertThat(time.slept()).isZero();
    github.repository(REPO);
    assertThat(time.slept()).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void anAbsurdResetDoesNotBlockForEver() {
    server.on(
        "GET " + TOP,
        new Answer(
            403, Map.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "99999999999"), "{}"));

    var paused = catchThrowableOfType(GitHubPaused.class, () -> github.repository(REPO));

    assertThat(paused.retryAt()).isEqualTo(VirtualTime.START.plus(Duration.ofHours(24)));
  }

  @Test
  void aLimitThatNeverEndsIsGivenUp() {
    server.on("GET " + TOP, new Answer(429, Map.of("Retry-After", "1"), "{}"));

    assertThatThrownBy(() -> github.repository(REPO)).isInstanceOf(GitHubPaused.class);

    assertThat(server.asked()).hasSize(6);
  }

  @Test
  void anOrdinaryRefusalIsNoLimit() {
    server.on("GET " + TOP, Answer.status(403).with("X-RateLimit-Remaining", "10"));

    assertThatThrownBy(() -> github.repository(REPO)).isInstanceOf(GitHubRefused.class);

    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void writesKeepTheirDistanceAndReadsDoNot() {
    server.on("POST " + TOP + "/statuses/abc", Answer.ok("{}")).on("GET " + TOP, Answer.ok("{}"));
    try (var spaced =
        server.client(server.options().withWriteSpacing(Duration.ofSeconds(1)), time)) {
      spaced.setStatus(REPO, "abc", "a", StatusState.SUCCESS, "", null);
      spaced.repository(REPO);
      spaced.repository(REPO);
      assertThat(time.slept()).isZero();
      spaced.setStatus(REPO, "abc", "b", StatusState.SUCCESS, "", null);
      assertThat(time.slept()).isEqualTo(Duration.ofSeconds(1));
    }
  }
}
