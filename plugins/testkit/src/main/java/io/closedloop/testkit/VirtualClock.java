package io.closedloop.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. */
public final class VirtualClock implements InstantSource {
  /** When the situations of the test kit take place. */
  public static final Instant START = Instant.parse("2026-01-15T12:00:00Z");

  private final AtomicReference<Instant> now;

  private VirtualClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** A clock that shows {@link #START}. */
  public static VirtualClock atStart() {
    return new VirtualClock(START);
  }

  /** A clock that shows this time. */
  public static VirtualClock at(Instant time) {
    return new VirtualClock(time);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /**
   * Moves the clock on.
   *
   * @throws IllegalArgumentException when told to go back
   */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back, here by " + by);
    }
    now.updateAndGet(time -> time.plus(by));
  }
}
