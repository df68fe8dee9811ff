package io.closedloop.core.recover;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the work of one incident by one thread at a time; who comes meanwhile makes that thread look
 * once more.
 */
@SuppressWarnings("ReferenceEquality")
final class OneAtATime {
  private final Map<String, AtomicInteger> wanted = new ConcurrentHashMap<>();

  void run(String key, Runnable work) {
    AtomicInteger mine = new AtomicInteger(1);
    AtomicInteger other =
        wanted.compute(
            key,
            (_, there) -> {
              if (there == null) {
                return mine;
              }
              there.incrementAndGet();
              return there;
            });
    if (other != mine) {
      return;
    }
    try {
      boolean again = true;
      while (again) {
        int seen = mine.get();
        work.run();
        again =
            wanted.computeIfPresent(key, (_, there) -> there.addAndGet(-seen) == 0 ? null : there)
                != null;
      }
    } finally {
      wanted.remove(key, mine);
    }
  }
}
