package io.closedloop.core.github;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still until somebody sleeps, and then jumps. */
final class VirtualTime implements InstantSource, Sleeper {
  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private Instant now = START;
  private Runnable meanwhile = () -> {};
  private final List<Duration> sleeps = new ArrayList<>();

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    synchronized (this) {
      sleeps.add(duration);
    }
    meanwhile.run();
    pass(duration);
  }

  /** Does this while somebody sleeps, before time has passed. */
  void onSleep(Runnable action) {
    meanwhile = action;
  }

  synchronized void pass(Duration duration) {
    now = now.plus(duration);
  }

  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  synchronized Duration slept() {
    return Duration.between(START, now);
  }
}
