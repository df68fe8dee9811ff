package io.closedloop.core.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.RepoId;
import io.closedloop.core.github.GitHubRefused.Kind;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class RefusedDeliveriesTest {
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final Map<String, Kind> refusing = new HashMap<>();
  private final List<String> heard = new ArrayList<>();
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
    JsonMapper json = JsonMapper.builder().build();
    var refused = new RefusedDeliveries(store, deliveries, schedule, clock, json);
    schedule
        .handle(RefusedDeliveries.TASK, refused)
        .handle(
            Deliveries.TASK,
            new DeliveryHandler(
                store,
                deliveries,
                new Listener(),
                (_, account, change) ->
                    store.write(tx -> {
                      refused.changed(tx, account, change);
                      return "noted";
                    }),
                json,
                new SimpleMeterRegistry()));
  }

  @AfterEach
  void close() {
    commits.close();
    store.close();
  }

  private final class Listener implements GitHubListener {
    @Override
    public String runCompleted(RepoId repo, long runId, int attempt) {
      Kind refusal = refusing.get(repo.owner());
      if (refusal != null) {
        throw RefusedForTests.of(refusal);
      }
      heard.add(repo + " " + runId);
      return "heard";
    }

    @Override
    public String pushed(RepoId repo, String branch, String headSha) {
      return "heard";
    }

    @Override
    public String pullRequestClosed(RepoId repo, int number, String headRef) {
      return "heard";
    }
  }

  private void runOf(String repo, int number) {
    deliver(
        "run-" + number,
        "workflow_run",
        """
        {"action":"completed","repository":{"full_name":"%s"},"workflow_run":{"id":%d}}
        """
            .formatted(repo, number));
  }

  private void changed(String event, String action, String account) {
    refusing.clear();
    deliver(
        event + action + clock.instant(),
        event,
        """
        {"action":"%s","installation":{"id":42,"account":{"login":"%s"}}}
        """
            .formatted(action, account));
  }

  private void deliver(String id, String event, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    deliveries.accept(new Delivery(id, event, "webhook", bytes)).toCompletableFuture().join();
    schedule.runDue();
  }

  private List<String> failed() {
    return store.read(tx -> Deliveries.page(tx, null, 100)).stream()
        .filter(row -> row.state().equals("failed"))
        .map(Deliveries.Row::id)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "installation, unsuspend",
    "installation, new_permissions_accepted",
    "installation, created",
    "installation_repositories, added"
  })
  void whatWasRefusedIsHandledWhenTheAccountGivesRights(String event, String action) {
    refusing.put("octo", Kind.FORBIDDEN);
    runOf("octo/shop", 1);
    runOf("octo/desk", 2);
    assertThat(failed()).containsExactly("run-2", "run-1");

    changed(event, action, "Octo");

    assertThat(heard).containsExactlyInAnyOrder("octo/shop 1", "octo/desk 2");
    assertThat(failed()).isEmpty();
    schedule.advance(Duration.ofHours(1));
    assertThat(heard).as("nothing twice").hasSize(2);
    assertThat(schedule.waiting()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void onlyARefusalOfAccessIsLifted(Kind kind) {
    refusing.put("octo", kind);
    runOf("octo/shop", 1);
    boolean access = List.of(Kind.FORBIDDEN, Kind.NO_ACCESS, Kind.NOT_FOUND).contains(kind);

    changed("installation", "unsuspend", "octo");

    assertThat(heard).hasSize(access ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({
    "installation, suspend, octo",
    "installation, deleted, octo",
    "installation_repositories, removed, octo",
    "installation, unsuspend, another",
    "installation, unsuspend, oct"
  })
  void otherChangesAndOtherAccountsLiftNothing(String event, String action, String account) {
    refusing.put("octo", Kind.FORBIDDEN);
    runOf("octo/shop", 1);

    changed(event, action, account);
    schedule.advance(Duration.ofHours(1));

    assertThat(heard).isEmpty();
    assertThat(failed()).containsExactly("run-1");
  }

  @Test
  void nothingOlderThanThreeDaysIsTakenUp() {
    refusing.put("octo", Kind.NO_ACCESS);
    runOf("octo/shop", 1);
    clock.advance(Duration.ofMinutes(1));
    runOf("octo/shop", 2);
    clock.advance(Duration.ofDays(3).minusSeconds(30));

    changed("installation", "unsuspend", "octo");

    assertThat(heard).containsExactly("octo/shop 2");
  }

  @Test
  void whatIsStillRefusedJustAfterTheChangeIsHandledByTheSecondLook() {
    refusing.put("octo", Kind.FORBIDDEN);
    runOf("octo/shop", 1);
    changed("installation", "unsuspend", "octo");
    refusing.put("octo", Kind.FORBIDDEN);
    runOf("octo/shop", 2);
    assertThat(failed()).containsExactly("run-2");

    refusing.clear();
    schedule.advance(Duration.ofMinutes(2));

    assertThat(heard).containsExactly("octo/shop 1", "octo/shop 2");
  }

  @Test
  void aLookThatIsRepeatedAfterACrashTakesNothingTwice() {
    refusing.put("octo", Kind.FORBIDDEN);
    runOf("octo/shop", 1);
    refusing.clear();
    var look =
        new RefusedDeliveries(store, deliveries, schedule, clock, JsonMapper.builder().build());

    look.run("octo");
    look.run("octo");
    assertThat(schedule.waiting()).hasSize(1);
    schedule.runDue();
    look.run("octo");
    schedule.runDue();

    assertThat(heard).containsExactly("octo/shop 1");
  }
}
