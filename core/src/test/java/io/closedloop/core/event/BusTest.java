package io.closedloop.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.journal.Fact;
import io.closedloop.core.journal.Happened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BusTest {
  private static Entry entry(int number) {
    return new Entry(
        Chain.SYSTEM, number, Instant.EPOCH, new Happened.Counted(number), "hash" + number);
  }

  @Test
  void subscribersHearInOrderAndOnlyWhatTheyAskedFor() {
    List<String> heard = new ArrayList<>();
    try (Bus bus = new Bus(10)) {
      bus.subscribe(Happened.Counted.class, e -> heard.add("first " + e.seq()));
      bus.subscribe(Fact.class, e -> heard.add("second " + e.seq()));
      bus.subscribe(Happened.Came.class, e -> heard.add("never"));
      bus.appended(entry(1));
      bus.appended(entry(2));
    }
    assertThat(heard).containsExactly("first 1", "second 1", "first 2", "second 2");
  }

  @Test
  void aSubscriberThatThrowsHarmsNoOther() {
    List<Long> heard = new ArrayList<>();
    Bus bus = new Bus(10);
    bus.subscribe(
        Fact.class,
        e -> {
          throw new IllegalStateException("a subscriber that fails");
        });
    bus.subscribe(Fact.class, e -> heard.add(e.seq()));
    bus.appended(entry(1));
    bus.appended(entry(2));
    bus.close();
    assertThat(heard).containsExactly(1L, 2L);
    assertThat(bus.failed()).isEqualTo(2);
    assertThat(bus.dropped()).isZero();
  }

  @Test
  void aSlowSubscriberCostsTheOldestEntriesAndTheyAreCounted() throws Exception {
    List<Long> heard = new ArrayList<>();
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Bus bus = new Bus(2);
    bus.subscribe(
        Fact.class,
        e -> {
          busy.countDown();
          try {
            release.await();
          } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
          }
          heard.add(e.seq());
        });
    bus.appended(entry(1));
    busy.await();
    for (int i = 2; i <= 5; i++) {
      bus.appended(entry(i));
    }
    release.countDown();
    bus.close();
    assertThat(heard).containsExactly(1L, 4L, 5L);
    assertThat(bus.dropped()).isEqualTo(2);
    bus.appended(entry(6));
    assertThat(bus.dropped()).isEqualTo(3);
  }
}
