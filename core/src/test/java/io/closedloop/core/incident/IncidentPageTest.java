package io.closedloop.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentPageTest {
  private static final List<String> CATEGORIES = List.of("quality_gates", "testing");
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
  private Store store;
  private Incidents incidents;

  @BeforeEach
  void open() {
    store = Stores.open(folder, clock);
    Journal journal = new Journal(FactTypes.of(IncidentFact.class), _ -> {});
    incidents = new Incidents(journal, clock, new IncidentFollowers(List.of()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String opened(String category) {
    Failure failure = Failures.of(category, false, "f");
    return store.write(tx -> incidents.open(tx, new IncidentOpened(failure, 0, null))).id();
  }

  private static IncidentPage.Filter filter(
      @Nullable String state, @Nullable String repo, @Nullable String category) {
    return new IncidentPage.Filter(state, repo, category, null, null, 7);
  }

  /** Every id from the first page to the last. */
  private List<String> walk(IncidentPage.Filter first, Runnable between) {
    List<String> ids = new ArrayList<>();
    @Nullable String cursor = null;
    do {
      IncidentPage.Filter filter =
          new IncidentPage.Filter(
              first.state(),
              first.repository(),
              first.category(),
              first.priority(),
              cursor,
              first.limit());
      IncidentPage page = store.read(tx -> incidents.page(tx, filter));
      page.rows().forEach(row -> ids.add(row.id()));
      cursor = page.next();
      between.run();
    } while (cursor != null);
    return ids;
  }

  @Test
  void whatWasThereAtTheStartIsSeenExactlyOnceWhileOthersOpen() {
    List<String> atTheStart = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      clock.advance(Duration.ofMillis(i % 3 == 0 ? 1 : 0)); // threes share an instant
      atTheStart.addFirst(opened(CATEGORIES.get(i % 2)));
    }
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    List<String> later = new ArrayList<>();
    CompletableFuture<Void> inserting =
        CompletableFuture.runAsync(() -> {
          while (!stop.get()) {
            later.add(opened("testing")); // at the very instant of the newest ones
            begun.countDown();
          }
        });
    // with each page others open
    List<String> seen = walk(filter(null, null, null), () -> await(begun));
    stop.set(true);
    inserting.join();
    assertThat(later).isNotEmpty();
    assertThat(seen).doesNotHaveDuplicates().containsAll(atTheStart);
    seen.removeAll(later);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(atTheStart);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPageAskedForTwiceIsTheSame() {
    for (int i = 0; i < 30; i++) {
      opened("testing");
    }
    IncidentPage first = store.read(tx -> incidents.page(tx, filter(null, null, null)));
    IncidentPage.Filter second = new IncidentPage.Filter(null, null, null, null, first.next(), 7);
    IncidentPage once = store.read(tx -> incidents.page(tx, second));
    clock.advance(Duration.ofSeconds(1));
    opened("testing");
    IncidentPage again = store.read(tx -> incidents.page(tx, second));
    assertThat(again).isEqualTo(once);
  }

  @Test
  void filtersCombineAlongPages() {
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      clock.advance(Duration.ofMillis(1));
      String id = opened(CATEGORIES.get(i % 2));
      if (i % 2 == 1) {
        wanted.addFirst(id);
      }
    }
    String repo = Failures.of("testing", false, "f").repo().toString();
    assertThat(walk(filter("open", repo, "testing"), () -> {})).isEqualTo(wanted);
    assertThat(walk(filter("recovered", repo, "testing"), () -> {})).isEmpty();
  }

  @Test
  void everyCombinationOfFiltersIsReadInOrderFromAnIndex() {
    for (int i = 0; i < 8; i++) {
      opened("testing");
    }
    @Nullable String cursor = store.read(tx -> incidents.page(tx, filter(null, null, null))).next();
    for (int mask = 0; mask < 32; mask++) {
      IncidentPage.Filter filter =
          new IncidentPage.Filter(
              (mask & 1) == 0 ? null : "open",
              (mask & 2) == 0 ? null : "octo/shop",
              (mask & 4) == 0 ? null : "testing",
              (mask & 16) == 0 ? null : "high",
              (mask & 8) == 0 ? null : cursor,
              50);
      assertThat(plan(filter))
          .as(filter.toString())
          .containsPattern("(SEARCH|SCAN) incident USING INDEX incident_by_")
          .doesNotContain("TEMP B-TREE");
      if (mask != 0) {
        assertThat(plan(filter)).as(filter.toString()).doesNotContain("SCAN");
      }
      if ((mask & 6) != 0) {
        String narrow = (mask & 2) == 0 ? "category" : "repo";
        assertThat(plan(filter)).as(filter.toString()).contains("INDEX incident_by_" + narrow);
      }
    }
  }

  @Test
  void aTimelineIsReadByItsKey() {
    assertThat(
            plan(
                "SELECT seq FROM journal WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?",
                "incident:x",
                0,
                100))
        .contains("SEARCH")
        .doesNotContain("SCAN", "TEMP B-TREE");
  }

  /** They are asked for within transactions that write. */
  @Test
  void theIncidentsOfARefAreFoundWithoutReadingAllOfItsRepository() {
    assertThat(plan(Incidents.OPEN_ON, "octo/shop", "main"))
        .contains("INDEX incident_by_ref (repo=? AND ref=? AND state=?)");
    assertThat(plan(Incidents.BESIDES, "octo/shop", "main", "x", "abc"))
        .contains("INDEX incident_by_ref (repo=? AND ref=?");
    assertThat(plan(Incidents.OF_PULL_REQUEST, "octo/shop", 3))
        .contains("INDEX incident_by_pull_request (repo=? AND pull_request=?)");
  }

  private String plan(IncidentPage.Filter filter) {
    IncidentPage.Statement statement = IncidentPage.statement(filter);
    return plan(statement.sql(), statement.arguments().toArray());
  }

  private String plan(String sql, Object... arguments) {
    return store.read(tx ->
        String.join(
            "\n",
            tx.query("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"), arguments)));
  }
}
