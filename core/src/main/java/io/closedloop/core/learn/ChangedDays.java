package io.closedloop.core.learn;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts, for each day (UTC), the changes of incidents that were opened on it. */
@Singleton
final class ChangedDays {
  private final ConcurrentHashMap<Long, Long> counts = new ConcurrentHashMap<>();

  @Inject
  ChangedDays() {}

  /** To be called once the change can be read. */
  void changed(Instant opened) {
    counts.merge(TimeUnit.SECONDS.toDays(opened.getEpochSecond()), 1L, Long::sum);
  }

  /** How many there were since this process began; days are counted from 1970. */
  long of(long day) {
    return counts.getOrDefault(day, 0L);
  }
}
