package io.closedloop.core.workspace;

import java.time.Duration;

/**
 * A point of the JVM's own monotonic clock, for waiting on downloads and processes, which no
 * virtual clock moves.
 */
record Deadline(long atNanos) {

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /** Never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
  }

  boolean isOver() {
    return remaining().isZero();
  }
}
