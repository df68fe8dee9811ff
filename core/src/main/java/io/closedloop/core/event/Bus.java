package io.closedloop.core.event;

import io.closedloop.core.journal.Entry;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.Fact;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells subscribers what was appended to the journal, in that order and each in the order of
 * subscription, on one thread of its own. Nothing may depend on it: when subscribers fall behind,
 * the oldest entries are dropped and counted.
 */
public final class Bus implements EntryListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Bus.class);

  private record Subscription(Class<? extends Fact> facts, Consumer<Entry> subscriber) {}

  private final int capacity;
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Entry> queue = new ArrayDeque<>();
  private boolean closed;
  private final Thread thread;

  /** A bus on which up to {@code capacity} entries wait. */
  public Bus(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a bus must hold at least one entry, not " + capacity);
    }
    this.capacity = capacity;
    this.thread = Thread.ofPlatform().name("bus").daemon().start(this::run);
  }

  /** From now on calls {@code subscriber} for each entry whose fact is of this type. */
  public <F extends Fact> void subscribe(Class<F> facts, Consumer<Entry> subscriber) {
    subscriptions.add(new Subscription(facts, subscriber));
  }

  @Override
  public void appended(Entry entry) {
    lock.lock();
    try {
      if (closed) {
        dropped.increment();
        return;
      }
      if (queue.size() == capacity) {
        queue.removeFirst();
        dropped.increment();
      }
      queue.addLast(entry);
      more.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How many entries were dropped because subscribers fell behind or the bus was closed. */
  public long dropped() {
    return dropped.sum();
  }

  /** How often a subscriber threw. */
  public long failed() {
    return failed.sum();
  }

  /** Delivers what waits and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (Entry entry = next(); entry != null; entry = next()) {
      for (Subscription subscription : subscriptions) {
        if (subscription.facts().isInstance(entry.fact())) {
          deliver(entry, subscription);
        }
      }
    }
  }

  private void deliver(Entry entry, Subscription subscription) {
    try {
      subscription.subscriber().accept(entry);
    } catch (RuntimeException | Error e) {
      failed.increment();
      log.error(
          "A subscriber to {} failed on entry {} of chain {}; the others go on",
          subscription.facts().getSimpleName(),
          entry.seq(),
          entry.chain().name(),
          e);
    }
  }

  private @Nullable Entry next() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        more.awaitUninterruptibly();
      }
      return queue.pollFirst();
    } finally {
      lock.unlock();
    }
  }
}
