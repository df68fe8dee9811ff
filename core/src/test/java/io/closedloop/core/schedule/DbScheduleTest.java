package io.closedloop.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schedule as it runs in the server, with real threads and a real clock. */
class DbScheduleTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private Store store;
  private DbSchedule schedule;

  @BeforeEach
  void open() {
    store = Stores.open(folder, CLOCK);
    schedule = schedule(store);
  }

  private static DbSchedule schedule(Store store) {
    return new DbSchedule(
        store, CLOCK, new DbSchedule.Settings(4, Duration.ofSeconds(1)), (task, failure) -> {});
  }

  @AfterEach
  void close() {
    schedule.stop();
    store.close();
  }

  private void at(String kind, String id, Instant when) {
    store.write(tx -> {
      schedule.at(tx, new Task(kind, id), when);
      return 1;
    });
  }

  private List<ScheduledTasks.Waiting> waiting() {
    return store.read(tx -> ScheduledTasks.waiting(tx, 10_000));
  }

  @Test
  void whatIsDueStartsWithoutWaitingForThePoll() {
    schedule.start(Map.of("note", done::add));
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String id = "t" + i;
      Instant before = CLOCK.instant();
      at("note", id, before);
      await().pollInterval(Duration.ofMillis(1)).until(() -> done.contains(id));
      millis.add(Duration.between(before, CLOCK.instant()).toMillis());
    }
    // A poll a second would make them 500 ms on average.
    assertThat(millis.stream().sorted().toList().get(5)).isLessThan(400);
  }

  @Test
  void handlersRunOnPlatformThreads() {
    AtomicBoolean virtual = new AtomicBoolean(true);
    schedule.start(
        Map.of(
            "note",
            id -> {
              virtual.set(Thread.currentThread().isVirtual());
              done.add(id);
            }));
    at("note", "a", CLOCK.instant());
    await().atMost(Duration.ofSeconds(60)).until(() -> done.contains("a"));
    assertThat(virtual).isFalse();
  }

  @Test
  void aKindThatNothingHandlesIsRefusedWhileRunning() {
    schedule.start(Map.of("note", done::add));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> at("typo", "a", CLOCK.instant()))
        .withMessageContaining("typo")
        .withMessageContaining("note");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void whatNothingHandlesAnyMoreWaitsAndHoldsNobodyUp() {
    for (int i = 0; i < 10; i++) {
      at("former", "f" + i, CLOCK.instant());
    }
    at("note", "a", CLOCK.instant());
    schedule.start(Map.of("note", done::add));
    await().atMost(Duration.ofSeconds(60)).until(() -> waiting().size() == 10);
    assertThat(done).containsExactly("a");
    assertThat(waiting()).noneMatch(ScheduledTasks.Waiting::running);
  }

  @Test
  void ofWhatIsDueThatGoesFirstWhichCanWaitLeastAndNothingIsOvertakenForGood() {
    var order = Collections.synchronizedList(new ArrayList<String>());
    var now = CLOCK.instant();
    at("proof", "young", now.minusSeconds(1));
    at("proof", "old", now.minus(TaskHandler.PATIENCE).minusSeconds(1));
    at("note", "a", now);
    schedule =
        new DbSchedule(
            store, CLOCK, new DbSchedule.Settings(1, Duration.ofSeconds(1)), (task, failure) -> {});
    schedule.start(Map.of("note", order::add, "proof", TaskHandler.patient(order::add)));
    await().atMost(Duration.ofSeconds(60)).until(() -> order.size() == 3);
    assertThat(order).containsExactly("old", "a", "young");
  }

  @Test
  void whatWasRunningWhenTheProcessDiedRunsAgainAtOnce() {
    at("note", "a", CLOCK.instant());
    store.write(tx ->
        tx.update(
            "UPDATE scheduled_tasks SET picked = ?, picked_by = 'gone', last_heartbeat = ?",
            true,
            CLOCK.millis()));
    schedule.start(Map.of("note", done::add));
    await().atMost(Duration.ofSeconds(10)).until(() -> done.contains("a"));
    await().atMost(Duration.ofSeconds(60)).until(() -> waiting().isEmpty());
  }

  @Test
  void stoppingLetsARunningTaskFinishAndInterruptsAHangingOne() throws Exception {
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch finish = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    schedule.start(
        Map.of(
            "good",
            id -> {
              started.countDown();
              finish.await();
              done.add(id);
            },
            "hanging",
            id -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
            }));
    at("good", "g", CLOCK.instant());
    at("hanging", "h", CLOCK.instant());
    started.await();
    Thread stopping = Thread.ofPlatform().start(schedule::stop);
    finish.countDown();
    stopping.join();
    assertThat(done).containsExactly("g");
    assertThat(interrupted).isTrue();
    assertThat(waiting())
        .singleElement()
        .satisfies(w -> {
          assertThat(w.task().id()).isEqualTo("h");
          assertThat(w.running()).isFalse();
        });
  }

  /** With a writing connection of the scheduler's own, schedules were lost here. */
  @Test
  void underContentionNoTaskIsLostAndNoWriterIsTurnedAway() throws Exception {
    store.write(tx -> tx.update("CREATE TABLE fact (id TEXT PRIMARY KEY)"));
    AtomicInteger failures = new AtomicInteger();
    schedule.start(
        Map.of(
            "first",
            id ->
                store.write(tx -> {
                  schedule.at(tx, new Task("second", id), tx.now());
                  return tx.update("INSERT INTO fact (id) VALUES (?)", "second-" + id);
                }),
            "second",
            done::add));
    List<Thread> writers = new ArrayList<>();
    for (int w = 0; w < 8; w++) {
      String name = "w" + w;
      Thread.Builder builder = w % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      writers.add(builder.start(() -> writeMany(name, failures)));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> done.size() == 8 * 50);
    await().atMost(Duration.ofSeconds(60)).until(() -> waiting().isEmpty());
    assertThat(failures).hasValue(0);
    int facts =
        store.read(tx -> tx.one("SELECT count(*) FROM fact", r -> r.getInt(1)).orElseThrow());
    assertThat(facts).isEqualTo(2 * 8 * 50);
  }

  private void writeMany(String name, AtomicInteger failures) {
    for (int n = 0; n < 50; n++) {
      String id = name + "-" + n;
      try {
        store.write(tx -> {
          schedule.at(tx, new Task("first", id), tx.now());
          return tx.update("INSERT INTO fact (id) VALUES (?)", id);
        });
      } catch (RuntimeException e) {
        failures.incrementAndGet();
      }
    }
  }
}
