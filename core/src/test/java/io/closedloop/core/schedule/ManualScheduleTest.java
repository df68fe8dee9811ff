package io.closedloop.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules of repetition, on the real table with a clock that is moved. */
class ManualScheduleTest {
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.000700Z");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(START);
  private final List<String> stuck = new ArrayList<>();
  private final List<String> runs = new ArrayList<>();
  private Store store;
  private ManualSchedule schedule;

  @BeforeEach
  void open() {
    store = Stores.open(folder, clock);
    schedule =
        new ManualSchedule(
            store, clock, (task, failure) -> stuck.add(task.id() + " " + failure.getMessage()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void at(String kind, String id, Instant when) {
    store.write(tx -> {
      schedule.at(tx, new Task(kind, id), when);
      return 1;
    });
  }

  @Test
  void aTaskRunsOnceAndNotBeforeItsTime() {
    schedule.handle("note", id -> runs.add(id + "@" + Duration.between(START, clock.instant())));
    at("note", "a:b", START.plusSeconds(30));
    at("note", "now", START);
    assertThat(schedule.runDue()).isEqualTo(1);
    assertThat(schedule.advance(Duration.ofSeconds(29))).isZero();
    assertThat(schedule.advance(Duration.ofMinutes(5))).isEqualTo(1);
    assertThat(schedule.runDue()).isZero();
    // To the next millisecond, which is what the table keeps.
    assertThat(runs).containsExactly("now@PT0S", "a:b@PT30.0003S");
  }

  @Test
  void aTaskThatIsRolledBackWasNeverScheduled() {
    schedule.handle("note", runs::add);
    assertThatIllegalStateException()
        .isThrownBy(() ->
            store.write(tx -> {
              schedule.at(tx, new Task("note", "a"), START);
              throw new IllegalStateException("no");
            }));
    assertThat(schedule.runDue()).isZero();
    assertThat(schedule.waiting()).isEmpty();
  }

  @Test
  void theSameTaskTwiceIsTwoRuns() {
    schedule.handle("note", runs::add);
    at("note", "a", START);
    at("note", "a", START);
    assertThat(schedule.runDue()).isEqualTo(2);
  }

  @Test
  void aTaskScheduledByItsOwnRunIsNotLost() {
    schedule.handle(
        "note",
        id -> {
          runs.add(id);
          if (runs.size() < 3) {
            at("note", id, clock.instant());
          }
        });
    at("note", "a", START);
    schedule.runDue();
    assertThat(runs).containsExactly("a", "a", "a");
  }

  @Test
  void aFailingTaskIsRepeatedWithGrowingPausesForEverAndToldOnceWhenStuck() {
    List<Long> seconds = new ArrayList<>();
    schedule.handle(
        "fail",
        id -> {
          seconds.add(Math.round(Duration.between(START, clock.instant()).toMillis() / 1000.0));
          throw new IOException("no luck");
        });
    at("fail", "a", START);
    schedule.runDue();
    schedule.advance(Duration.ofMinutes(16));
    assertThat(seconds)
        .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L, 543L, 843L);
    assertThat(stuck).containsExactly("a no luck");
    assertThat(schedule.waiting())
        .singleElement()
        .satisfies(waiting -> {
          assertThat(waiting.task()).isEqualTo(new Task("fail", "a"));
          assertThat(waiting.failures()).isEqualTo(12);
          assertThat(waiting.running()).isFalse();
        });
    schedule.handle("fail", runs::add);
    schedule.advance(Duration.ofMinutes(5));
    assertThat(runs).containsExactly("a");
    assertThat(schedule.waiting()).isEmpty();
  }

  @Test
  void aTaskOfAKindThatNothingHandlesWaits() {
    at("later", "a", START);
    schedule.handle("note", runs::add);
    assertThat(schedule.advance(Duration.ofDays(400))).isZero();
    schedule.handle("later", runs::add);
    assertThat(schedule.runDue()).isEqualTo(1);
  }
}
