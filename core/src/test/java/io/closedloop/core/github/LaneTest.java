package io.closedloop.core.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.closedloop.api.RepoId;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final HttpUrl API = Objects.requireNonNull(HttpUrl.parse("https://api.x"));
  private static final RepoId BUSY = new RepoId("octo", "busy");
  private static final RepoId CALM = new RepoId("octo", "calm");

  private final VirtualTime time = new VirtualTime();
  private final List<String> heard = new ArrayList<>();

  private Lane lane(int atOnce, Duration spacing) {
    var options = GitHubOptions.of(URI.create("https://api.x"), null, "1");
    return new Lane(
        new GitHubOptions(
            options.apiUrl(), options.credentials(), "1", atOnce, spacing, options.bounds()),
        time,
        time,
        (_, resource) -> heard.add(resource));
  }

  private static Request get(RepoId repo) {
    return Request.get(Endpoint.of(API, repo, "branches"));
  }

  private static Request post(RepoId repo, String template, Object... values) {
    return Request.of("POST", Endpoint.of(API, repo, template, values), ByteString.EMPTY);
  }

  private static Reply reply(int status, Map<String, String> headers) {
    return new Reply(status, API, Headers.of(headers), ByteString.EMPTY, null);
  }

  private static Reply send(Lane lane, Request request) {
    try {
      return lane.pass(request, () -> reply(200, Map.of()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int within(Duration span, Lane lane, Request request, int most) {
    Instant end = time.instant().plus(span);
    for (int sent = 0; sent < most; sent++) {
      try {
        send(lane, request);
      } catch (GitHubPaused e) {
        assertThat(e.retryAt()).isAfter(time.instant());
        return sent;
      }
      if (!time.instant().isBefore(end)) {
        return sent;
      }
    }
    return most;
  }

  @Test
  void nineHundredReadsAMinuteAreAsManyAsGitHubAllows() {
    Lane lane = lane(8, Duration.ofSeconds(1));

    assertThat(within(Duration.ofMinutes(1), lane, get(BUSY), 2_000)).isEqualTo(900);
  }

  @Test
  void aWriteCountsFiveTimes() {
    Lane lane = lane(8, Duration.ofMillis(1));

    Request status = post(BUSY, "statuses/{sha}", "abc");
    assertThat(within(Duration.ofMinutes(1), lane, status, 2_000)).isEqualTo(180);
  }

  @Test
  void eightyCommentsAMinuteAreAsManyAsGitHubAllows() {
    Lane lane = lane(8, Duration.ofMillis(1));

    Request comment = post(BUSY, "issues/{number}/comments", 1);
    assertThat(within(Duration.ofMinutes(1), lane, comment, 2_000)).isEqualTo(80);
  }

  @Test
  void fiveHundredCommentsAnHourAreAsManyAsGitHubAllows() {
    Lane lane = lane(8, Duration.ofSeconds(1));

    Request comment = post(BUSY, "issues/{number}/comments", 1);
    assertThat(within(Duration.ofHours(1), lane, comment, 5_000)).isEqualTo(500);
    assertThat(time.slept())
        .as("it was said at once, not waited for")
        .isLessThan(Duration.ofMinutes(10));
    assertThat(send(lane, get(BUSY)).status()).as("reading goes on").isEqualTo(200);
  }

  @Test
  void withoutSpacingNothingOfOursHoldsARequestBack() {
    Lane lane = lane(8, Duration.ZERO);

    for (int i = 0; i < 3_000; i++) {
      send(lane, post(BUSY, "issues/{number}/comments", 1));
      send(lane, get(BUSY));
    }

    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void writesWithoutSpacingGoOutSideBySide() throws Exception {
    Lane lane = lane(2, Duration.ZERO);
    var both = new CountDownLatch(2);
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 2; i++) {
        var _ =
            threads.submit(() ->
                lane.pass(
                    post(BUSY, "pulls"),
                    () -> {
                      both.countDown();
                      await(both);
                      return reply(200, Map.of());
                    }));
      }
    }
    assertThat(both.getCount()).isZero();
  }

  @Test
  void aRepositoryWithAThousandCallsDoesNotStarveAnother() throws Exception {
    Lane lane = lane(1, Duration.ZERO);
    List<RepoId> served = Collections.synchronizedList(new ArrayList<>());
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          threads.submit(() ->
              lane.pass(
                  get(BUSY),
                  () -> {
                    begun.countDown();
                    await(go);
                    return reply(200, Map.of());
                  }));
      await(begun);
      for (int i = 0; i < 1_000; i++) {
        var _ = threads.submit(() -> lane.pass(get(BUSY), () -> note(served, BUSY)));
      }
      awaitWaiting(lane, 1_000);
      for (int i = 0; i < 3; i++) {
        var _ = threads.submit(() -> lane.pass(get(CALM), () -> note(served, CALM)));
      }
      awaitWaiting(lane, 1_003);
      go.countDown();
    }
    assertThat(served).hasSize(1_003);
    assertThat(served.subList(0, 7)).filteredOn(CALM::equals).hasSize(3);
    assertThat(lane.waiting()).isZero();
  }

  @Test
  void aWriteOfAnyRepositoryTakesTheNextFreePlaceBeforeReadsThatWaitLonger() throws Exception {
    for (Duration spacing : List.of(Duration.ZERO, Duration.ofSeconds(1))) {
      Lane lane = lane(2, spacing);
      List<String> served = Collections.synchronizedList(new ArrayList<>());
      var begun = new CountDownLatch(2);
      var go = new CountDownLatch(1);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 2; i++) {
          var _ =
              threads.submit(() ->
                  lane.pass(
                      get(BUSY),
                      () -> {
                        begun.countDown();
                        await(go);
                        return reply(200, Map.of());
                      }));
        }
        await(begun);
        for (int i = 0; i < 80; i++) {
          var _ =
              threads.submit(() ->
                  lane.pass(
                      get(BUSY),
                      () -> {
                        served.add("read");
                        return reply(200, Map.of());
                      }));
        }
        awaitWaiting(lane, 80);
        var _ =
            threads.submit(() ->
                lane.pass(
                    post(CALM, "statuses/{sha}", "abc"),
                    () -> {
                      served.add("write");
                      return reply(200, Map.of());
                    }));
        awaitWaiting(lane, 81);
        go.countDown();
      }
      assertThat(served).hasSize(81);
      assertThat(served.subList(0, 3)).contains("write");
      assertThat(lane.waiting()).isZero();
    }
  }

  @Test
  void aWriteThatMustPauseHoldsNoReadBack() throws Exception {
    Lane lane = lane(1, Duration.ofSeconds(1));
    send(lane, post(BUSY, "statuses/{sha}", "abc"));
    List<String> served = new ArrayList<>();
    time.onSleep(() -> served.add("read " + send(lane, get(CALM)).status()));

    send(lane, post(BUSY, "statuses/{sha}", "abc"));

    assertThat(served).containsExactly("read 200");
  }

  @Test
  void whoWaitsForOneResourceDoesNotHoldUpAnother() {
    Lane lane = lane(8, Duration.ZERO);
    Request search = Request.get(Endpoint.of(API, BUSY, "search"));
    Map<String, String> usedUp =
        Map.of(
            "x-ratelimit-limit", "30",
            "x-ratelimit-remaining", "0",
            "x-ratelimit-reset",
                Long.toString(VirtualTime.START.plusSeconds(3_000).getEpochSecond()),
            "x-ratelimit-resource", "code_search");

    assertThat(lane.heed(search, reply(403, usedUp)))
        .contains(VirtualTime.START.plusSeconds(3_000));

    assertThat(catchThrowableOfType(GitHubPaused.class, () -> send(lane, search)).retryAt())
        .isEqualTo(VirtualTime.START.plusSeconds(3_000));
    assertThat(send(lane, get(BUSY)).status()).isEqualTo(200);
    assertThat(lane.closed()).containsOnlyKeys("code_search");
    assertThat(heard).containsExactly("code_search");
  }

  @Test
  void whoGivesUpLeavesTheQueue() {
    Lane lane = lane(8, Duration.ofSeconds(1));
    lane.heed(get(BUSY), reply(429, Map.of("retry-after", "600")));

    assertThat(catchThrowableOfType(GitHubPaused.class, () -> send(lane, get(BUSY)))).isNotNull();

    assertThat(lane.waiting()).isZero();
    time.pass(Duration.ofMinutes(10));
    assertThat(send(lane, get(CALM)).status()).isEqualTo(200);
  }

  @Test
  void aSendThatFailsGivesItsSlotBack() {
    Lane lane = lane(1, Duration.ofSeconds(1));

    for (int i = 0; i < 3; i++) {
      assertThat(
              catchThrowableOfType(
                  IOException.class,
                  () ->
                      lane.pass(
                          post(BUSY, "pulls"),
                          () -> {
                            throw new IOException("cut");
                          })))
          .isNotNull();
    }

    assertThat(send(lane, get(BUSY)).status()).isEqualTo(200);
  }

  private static Reply note(List<RepoId> served, RepoId repo) {
    served.add(repo);
    return reply(200, Map.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitWaiting(Lane lane, int wanted) {
    while (lane.waiting() < wanted) {
      Thread.onSpinWait();
    }
  }
}
