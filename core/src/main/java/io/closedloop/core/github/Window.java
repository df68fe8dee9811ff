package io.closedloop.core.github;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** So much within such a time, and no more. Not safe for several threads at once. */
final class Window {
  private record Spent(Instant at, int cost) {}

  private final int limit;
  private final Duration span;
  private final Deque<Spent> spent = new ArrayDeque<>();
  private int total;

  Window(int limit, Duration span) {
    this.limit = limit;
    this.span = span;
  }

  /** When that much more fits in. */
  Instant earliest(Instant now, int cost) {
    while (!spent.isEmpty() && !spent.getFirst().at().plus(span).isAfter(now)) {
      total -= spent.removeFirst().cost();
    }
    Instant at = now;
    int left = total;
    for (Spent oldest : spent) {
      if (left + cost <= limit) {
        break;
      }
      left -= oldest.cost();
      at = oldest.at().plus(span);
    }
    return at;
  }

  void spend(Instant now, int cost) {
    spent.addLast(new Spent(now, cost));
    total += cost;
  }
}
