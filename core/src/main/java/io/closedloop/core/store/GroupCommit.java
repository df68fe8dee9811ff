package io.closedloop.core.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Commits the work of many callers in few transactions: one flush of the disk serves a whole batch.
 * The queue is bounded by count and by bytes.
 */
public final class GroupCommit implements AutoCloseable {

  /**
   * How much may wait and be committed at once.
   *
   * @param count works that may wait
   * @param bytes bytes that those may hold together, as told by their submitters
   * @param batch works in one transaction at most
   */
  public record Limits(int count, long bytes, int batch) {
    public Limits {
      if (count < 1 || bytes < 1 || batch < 1) {
        throw new IllegalArgumentException(
            "limits must be positive: count %d, bytes %d, batch %d".formatted(count, bytes, batch));
      }
    }
  }

  /** The longest that a batch is put off so that others may join it. */
  private static final Duration PUT_OFF = Duration.ofMillis(1);

  private final Store store;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Deque<Pending<?>> queue = new ArrayDeque<>();
  private final Thread thread;
  // Counts what is queued or in the batch at hand, since both hold memory.
  private int held;
  private long heldBytes;
  // How many works are waited for before the next batch begins, and the most held of late.
  private int wanted = 1;
  private int together;
  private boolean closed;

  public GroupCommit(Store store, Limits limits) {
    this.store = store;
    this.limits = limits;
    this.thread = Thread.ofPlatform().name("group-commit").start(this::run);
  }

  /**
   * Queues {@code work}. The stage completes on a virtual thread once the work is on disk, or fails
   * with what the work threw, with {@link StoreUnavailable}, or at once with {@link QueueFull}.
   * What follows is done on that thread for one work of a batch after the other, so it must wait
   * for nobody.
   *
   * @param work may run twice: when another one of its batch fails, all are undone and run anew
   * @param bytes about how much memory the work holds
   */
  public <R extends @Nullable Object> CompletionStage<R> submit(Work<R> work, long bytes) {
    Pending<R> pending = new Pending<>(work, bytes);
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedStage(new QueueFull("the server is stopping; try again"));
      }
      if (held >= limits.count() || heldBytes + bytes > limits.bytes()) {
        return CompletableFuture.failedStage(
            new QueueFull(
                "%d works with %d bytes wait for the disk already; try again"
                    .formatted(held, heldBytes)));
      }
      held++;
      together = Math.max(together, held);
      heldBytes += bytes;
      queue.add(pending);
      if (queue.size() >= wanted) {
        more.signal();
      }
      return pending.done;
    } finally {
      lock.unlock();
    }
  }

  /** How many works wait or are being committed. */
  public int waiting() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new work and returns when all that was accepted is committed. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      more.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    for (List<Pending<?>> batch = take(); !batch.isEmpty(); batch = take()) {
      commit(batch);
      lock.lock();
      try {
        held -= batch.size();
        heldBytes -= batch.stream().mapToLong(p -> p.bytes).sum();
      } finally {
        lock.unlock();
      }
      List<Pending<?>> finished = batch;
      Thread.ofVirtual().start(() -> finished.forEach(Pending::complete));
    }
  }

  /** Empty only when closed and drained. */
  private List<Pending<?>> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        more.awaitUninterruptibly();
      }
      gather();
      List<Pending<?>> batch = new ArrayList<>();
      while (!queue.isEmpty() && batch.size() < limits.batch()) {
        batch.add(queue.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Where many come at once, half of them are committed while the others are on their way: fewer
   * and larger batches cost less work each. Whoever comes alone waits for nobody.
   */
  private void gather() {
    wanted = Math.min(limits.batch(), together / 2);
    together -= Math.max(1, together / 8);
    try {
      long left = PUT_OFF.toNanos();
      while (left > 0 && !closed && queue.size() < wanted) {
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      wanted = 1;
    }
  }

  private void commit(List<Pending<?>> batch) {
    try {
      store.write(tx -> {
        for (Pending<?> pending : batch) {
          pending.run(tx);
        }
        return null;
      });
    } catch (StoreUnavailable e) {
      batch.forEach(pending -> pending.failure = e);
    } catch (RuntimeException | Error e) {
      // Rare, so that the usual batch need not pay for a savepoint around each work.
      commitApart(batch);
    }
  }

  /** As {@link #commit}, with each work's failure kept to itself. */
  private void commitApart(List<Pending<?>> batch) {
    try {
      store.write(tx -> {
        for (Pending<?> pending : batch) {
          pending.runApart(tx, store);
        }
        return null;
      });
    } catch (RuntimeException | Error e) {
      batch.forEach(pending -> pending.failure = e);
    }
  }

  private static final class Pending<R extends @Nullable Object> {
    private final Work<R> work;
    private final long bytes;
    private final CompletableFuture<R> done = new CompletableFuture<>();
    private @Nullable R result;
    private @Nullable Throwable failure;

    Pending(Work<R> work, long bytes) {
      this.work = work;
      this.bytes = bytes;
    }

    void run(Tx tx) throws SQLException {
      result = work.run(tx);
    }

    void runApart(Tx tx, Store store) throws SQLException {
      try {
        result = tx.inSavepoint(work);
      } catch (SQLException e) {
        if (store.unavailable(e)) {
          throw e;
        }
        failure = new StoreException("the store refused this work: " + e.getMessage(), e);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    @SuppressWarnings("NullAway") // a result is null only where R says so
    void complete() {
      if (failure == null) {
        done.complete(result);
      } else {
        done.completeExceptionally(failure);
      }
    }
  }
}
