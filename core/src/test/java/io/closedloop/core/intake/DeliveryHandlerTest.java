package io.closedloop.core.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.github.RefusedForTests;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.schedule.ManualSchedule;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DeliveryHandlerTest {
  private static final String RUN =
      """
      {"action":"completed","repository":{"full_name":"octo/shop"},
       "workflow_run":{"id":7,"run_attempt":2}}\
      """;

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> heard = new ArrayList<>();
  private boolean away;
  private boolean refuses;
  private Store store;
  private GroupCommit commits;
  private ManualSchedule schedule;
  private Deliveries deliveries;

  @BeforeEach
  void open() {
    store = Stores.open(folder, clock);
    commits = new GroupCommit(store, new GroupCommit.Limits(100, 1_000_000, 10));
    schedule = new ManualSchedule(store, clock);
    deliveries = new Deliveries(commits, schedule, clock);
    schedule.handle(
        Deliveries.TASK,
        new DeliveryHandler(
            store,
            deliveries,
            new Listener(),
            (id, account, change) -> {
              heard.add("installation " + id + " of " + account + ": " + change);
              return "noted";
            },
            JsonMapper.builder().build(),
            meters));
  }

  @AfterEach
  void close() {
    commits.close();
    store.close();
  }

  private final class Listener implements GitHubListener {
    private String hear(String what) {
      if (away) {
        throw new GitHubUnavailable("no answer");
      }
      if (refuses) {
        throw RefusedForTests.of(GitHubRefused.Kind.FORBIDDEN);
      }
      heard.add(what);
      return "heard";
    }

    @Override
    public String runCompleted(RepoId repo, long runId, int attempt) {
      return hear("run " + repo + " " + runId + "." + attempt);
    }

    @Override
    public String pushed(RepoId repo, String branch, String headSha) {
      return hear("push " + repo + " " + branch + " " + headSha);
    }

    @Override
    public String pullRequestClosed(RepoId repo, int number, String headRef) {
      return hear("closed " + repo + " " + number + " " + headRef);
    }
  }

  private boolean deliver(String id, String event, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    boolean fresh =
        deliveries.accept(new Delivery(id, event, "webhook", bytes)).toCompletableFuture().join();
    schedule.runDue();
    return fresh;
  }

  private Deliveries.Row row() {
    return store.read(tx -> Deliveries.page(tx, null, 10)).getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"})
  void aChangeOfTheAppsInstallationIsHandedOn(String action) {
    deliver(
        "d-1",
        "installation",
        "{\"action\":\"%s\",\"installation\":{\"id\":42,\"account\":{\"login\":\"octo\"}}}"
            .formatted(action));

    assertThat(heard).containsExactly("installation 42 of octo: installation " + action);
    assertThat(row().state()).isEqualTo("handled");
  }

  @Test
  void aPayloadBeyondWhatIsReadIsNotTriedForEver() {
    deliver("d-1", "push", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");

    assertThat(row().state()).isEqualTo("handled");
    assertThat(row().outcome()).contains("beyond what is read");
    assertThat(heard).isEmpty();
  }

  @Test
  void deliveriesAreListedInTheOrderInWhichTheyCame() {
    for (String id : List.of("d-3", "d-1", "d-2")) {
      deliver(id, "ping", "{}");
    }

    assertThat(page(null)).containsExactly("d-2", "d-1", "d-3");
    assertThat(page("d-1")).containsExactly("d-3");
    assertThat(page("d-3")).isEmpty();
    assertThatThrownBy(() -> page("never seen"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"never seen\"");
  }

  @Test
  void oldDeliveriesAreForgottenUnlessTheyWait() {
    deliver("d-1", "ping", "{}");
    var waiting = new Delivery("d-2", "push", "webhook", "{}".getBytes(StandardCharsets.UTF_8));
    deliveries.accept(waiting).toCompletableFuture().join();
    clock.advance(Duration.ofHours(1));
    Instant now = clock.instant();
    deliveries.keep(with("d-3", waiting), "nothing").toCompletableFuture().join();

    forget(now);
    assertThat(page(null)).containsExactly("d-3", "d-2");
    forget(now.plusMillis(1));
    assertThat(page(null)).containsExactly("d-2");
  }

  @Test
  void onlyThePayloadThatSomebodyWillReadIsKept() {
    byte[] payload = ("{\"a\":\"" + "b".repeat(5_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    var push = new Delivery("d-1", "push", "webhook", payload);
    deliveries.accept(push).toCompletableFuture().join();
    deliveries.keep(with("d-2", push), "nothing").toCompletableFuture().join();

    List<Deliveries.Row> rows = store.read(tx -> Deliveries.page(tx, null, 10));
    assertThat(rows).extracting(Deliveries.Row::bytes).containsOnly((long) payload.length);
    assertThat(store.read(tx -> deliveries.find(tx, "d-1")).orElseThrow().payload())
        .isEqualTo(payload);
    Optional<Integer> kept =
        store.read(tx ->
            tx.one("SELECT length(payload) FROM delivery WHERE id='d-2'", row -> row.getInt(1)));
    assertThat(kept.orElseThrow()).isLessThan(10);
  }

  private static Delivery with(String id, Delivery like) {
    return new Delivery(id, like.event(), like.origin(), like.payload());
  }

  private void forget(Instant before) {
    store.write(tx -> {
      Deliveries.forget(tx, before);
      return before;
    });
  }

  private List<String> page(@Nullable String before) {
    return store.read(tx -> Deliveries.page(tx, before, 10)).stream()
        .map(Deliveries.Row::id)
        .toList();
  }

  @Test
  void aRenamedAccountIsHandedOnUnderItsNewName() {
    deliver(
        "d-1",
        "installation_target",
        """
        {"action":"renamed","account":{"login":"new-name"},"installation":{"id":42}}
        """);

    assertThat(heard).containsExactly("installation 42 of new-name: installation_target renamed");
  }

  @Test
  void whatAStrangerWritesInAnInstallationIsNotRepeated() {
    deliver(
        "d-1",
        "installation",
        """
        {"action":"<b>","installation":{"id":42,"account":{"login":"<script>"}}}
        """);

    assertThat(heard).containsExactly("installation 42 of an unknown account: installation");
  }

  @Test
  void aRepeatedDeliveryIsHandledOnce() {
    assertThat(deliver("d-1", "workflow_run", RUN)).isTrue();
    assertThat(deliver("d-1", "workflow_run", RUN)).isFalse();
    assertThat(heard).containsExactly("run octo/shop 7.2");
    assertThat(row().state()).isEqualTo("handled");
    assertThat(schedule.waiting()).isEmpty();
  }

  @Test
  void whatGitHubRefusedIsHandledWhenItIsDeliveredAgain() {
    refuses = true;
    assertThat(deliver("d-1", "workflow_run", RUN)).isTrue();
    assertThat(row().state()).isEqualTo("failed");
    assertThat(row().outcome()).startsWith("GitHub refused access: ");
    assertThat(schedule.waiting()).isEmpty();

    refuses = false;
    assertThat(deliver("d-1", "workflow_run", RUN)).isTrue();
    assertThat(heard).containsExactly("run octo/shop 7.2");
    assertThat(row().state()).isEqualTo("handled");
    assertThat(deliver("d-1", "workflow_run", RUN)).isFalse();
  }

  @Test
  void anEventThatNothingFollowsFromIsCountedByItsKind() {
    deliver("d-1", "check_suite", "{}");
    deliver("d-2", "made_up_by_a_stranger", "{}");
    assertThat(
            meters
                .get("closedloop.deliveries.unhandled")
                .tag("event", "check_suite")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            meters.get("closedloop.deliveries.unhandled").tag("event", "other").counter().count())
        .isEqualTo(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void whileGitHubIsAwayTheDeliveryStaysAndIsTriedAgain() {
    away = true;
    deliver("d-1", "workflow_run", RUN);
    assertThat(row().state()).isEqualTo("failed");
    assertThat(row().outcome()).contains("it is tried again");
    schedule.advance(Duration.ofMinutes(10));
    away = false;
    schedule.advance(Duration.ofMinutes(10));
    assertThat(heard).containsExactly("run octo/shop 7.2");
    assertThat(row().state()).isEqualTo("handled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"completed\"}",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":\"../../etc\"},\"workflow_run\":{\"id\":7}}",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":\"a/b/c\"},\"workflow_run\":{\"id\":7}}",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":\"a\\nb/c\"},\"workflow_run\":{\"id\":7}}",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":7},\"workflow_run\":{\"id\":7}}",
        "{\"action\":\"completed\",\"repository\":\"x\",\"workflow_run\":[]}",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":\"octo/shop\"},\"workflow_run\":{\"id\":\"x\"}}",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":\"octo/shop\"},\"workflow_run\":{\"id\":1e400}}",
        "{\"action\":[1],\"repository\":{\"full_name\":\"octo/shop\"},\"workflow_run\":{\"id\":7}}",
        "{\"action\":\"requested\",\"repository\":{\"full_name\":\"octo/shop\"},\"workflow_run\":{\"id\":7}}"
      })
  void aPayloadThatLacksWhatIsNeededOrIsHostileIsHandledAndNothingFollows(String payload) {
    deliver("d-1", "workflow_run", payload);
    assertThat(heard).isEmpty();
    assertThat(row().state()).isEqualTo("handled");
    assertThat(row().outcome()).startsWith("nothing:");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", ".."})
  void aRepositoryThatIsAFolderIsNone(String name) {
    deliver(
        "d-1",
        "workflow_run",
        "{\"action\":\"completed\",\"repository\":{\"full_name\":\"octo/"
            + name
            + "\"},\"workflow_run\":{\"id\":7}}");
    assertThat(heard).isEmpty();
  }

  @Test
  void pushesAndPullRequestsAreToldByTheirBranch() {
    String repo = "\"repository\":{\"full_name\":\"octo/shop\"}";
    deliver("d-1", "push", "{" + repo + ",\"ref\":\"refs/heads/a/b\",\"after\":\"abc\"}");
    deliver("d-2", "push", "{" + repo + ",\"ref\":\"refs/tags/v1\",\"after\":\"abc\"}");
    deliver("d-3", "push", "{" + repo + ",\"ref\":\"refs/heads/x\",\"deleted\":true}");
    String head =
        "\"head\":{\"ref\":\"patch\",\"sha\":\"abc\",\"repo\":{\"owner\":{\"login\":\"mallory\"}}}";
    deliver(
        "d-4",
        "pull_request",
        "{" + repo + ",\"action\":\"synchronize\",\"pull_request\":{\"number\":3," + head + "}}");
    deliver(
        "d-5",
        "pull_request",
        "{" + repo + ",\"action\":\"closed\",\"pull_request\":{\"number\":3," + head + "}}");
    assertThat(heard)
        .containsExactly(
            "push octo/shop a/b abc",
            "push octo/shop mallory:patch abc",
            "closed octo/shop 3 mallory:patch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"user\":{\"login\":\"mallory\"},\"label\":\"mallory:patch\"",
        "\"user\":null,\"label\":\"mallory:patch\""
      })
  void aPullRequestWhoseForkWasDeletedIsStillTheForks(String head) {
    closed(head);
    assertThat(heard).containsExactly("closed octo/shop 3 mallory:patch");
  }

  @Test
  void aForkOfNobodyIsUnknown() {
    closed("\"user\":null,\"label\":null");
    assertThat(heard).containsExactly("closed octo/shop 3 unknown:patch");
  }

  private void closed(String head) {
    deliver(
        "d-1",
        "pull_request",
        """
        {"repository":{"full_name":"octo/shop"},"action":"closed","pull_request":{"number":3,
         "head":{"ref":"patch","sha":"abc","repo":null,%s}}}
        """
            .formatted(head));
  }
}
