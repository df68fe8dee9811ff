package io.closedloop.sandbox.world;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the work under way, so that somebody can wait for all of it. */
public final class Activity {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int busy;

  public void begin() {
    add(1);
  }

  public void end() {
    add(-1);
  }

  private void add(int difference) {
    lock.lock();
    try {
      busy += difference;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is under way; false when that takes longer than the limit. */
  public boolean awaitNone(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    lock.lockInterruptibly();
    try {
      while (busy > 0) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
