package io.closedloop.core.http;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests under way, and lets them end while no new ones begin. */
@Singleton
final class Running {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;
  private boolean draining;

  @Inject
  Running() {}

  /** False when nothing new may begin. */
  boolean enter() {
    lock.lock();
    try {
      if (!draining) {
        count++;
      }
      return !draining;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      if (--count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean draining() {
    lock.lock();
    try {
      return draining;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets nothing new begin and waits for the rest; answers how many are still under way at the end
   * of the patience.
   */
  int drain(Duration patience) throws InterruptedException {
    lock.lock();
    try {
      draining = true;
      long left = patience.toNanos();
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return count;
    } finally {
      lock.unlock();
    }
  }
}
