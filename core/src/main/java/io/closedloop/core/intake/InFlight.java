package io.closedloop.core.intake;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The budget of request bytes held in memory at once, so that unsigned giants cannot exhaust it.
 */
public final class InFlight {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  /**
   * @param limit bytes in all
   */
  public InFlight(long limit) {
    this.limit = limit;
  }

  /** Takes so many bytes; false when they do not fit now, and nothing was taken. */
  public boolean take(long bytes) {
    if (held.addAndGet(bytes) > limit) {
      held.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Gives bytes back. */
  public void release(long bytes) {
    held.addAndGet(-bytes);
  }

  /** Bytes held now. */
  public long held() {
    return held.get();
  }
}
