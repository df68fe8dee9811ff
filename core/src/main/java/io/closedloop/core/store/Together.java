package io.closedloop.core.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the works of many threads in few transactions. Who comes while one is under way waits
 * until it is on disk; then the first of those who waited carries out the works of all. Who comes
 * alone waits for nobody. A page that several of them change is written once.
 */
final class Together {
  private static final int MOST = 64;

  private final Store store;
  private final Queue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock turn = new ReentrantLock();

  Together(Store store) {
    this.store = store;
  }

  /** Returns when the work is on disk, or throws what the work threw and leaves nothing of it. */
  <T extends @Nullable Object> T run(Work<T> work) {
    Pending<T> mine = new Pending<>(work, Thread.currentThread());
    waiting.add(mine);
    boolean interrupted = false;
    while (!mine.done) {
      if (turn.tryLock()) {
        try {
          if (!mine.done) {
            carryOut(next());
          }
        } finally {
          turn.unlock();
        }
        callNext();
      } else {
        // Woken when it is done, or when it is to carry out the next: whoever is at it looks for
        // the
        // next after giving up the turn, and this one is in the queue since before it saw it taken.
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine.outcome();
  }

  private void callNext() {
    Pending<?> next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  int waiting() {
    return waiting.size();
  }

  private List<Pending<?>> next() {
    List<Pending<?>> batch = new ArrayList<>();
    for (Pending<?> one = waiting.poll(); one != null; one = waiting.poll()) {
      batch.add(one);
      if (batch.size() == MOST) {
        break;
      }
    }
    return batch;
  }

  private void carryOut(List<Pending<?>> batch) {
    try {
      store.transact(tx -> {
        for (Pending<?> pending : batch) {
          if (batch.size() == 1) {
            pending.run(tx);
          } else {
            pending.runApart(tx, store);
          }
        }
        return null;
      });
    } catch (RuntimeException | Error e) {
      batch.forEach(pending -> pending.failure = e);
    } finally {
      batch.forEach(Pending::end);
    }
  }

  /** A work and what came of it, which its own thread reads once it is done. */
  private static final class Pending<T extends @Nullable Object> {
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private volatile boolean done;
    private final Thread thread;

    Pending(Work<T> work, Thread thread) {
      this.work = work;
      this.thread = thread;
    }

    void end() {
      done = true;
      LockSupport.unpark(thread);
    }

    void run(Tx tx) throws SQLException {
      result = work.run(tx);
    }

    /** Keeps its failure to itself, unless the whole transaction is lost. */
    void runApart(Tx tx, Store store) throws SQLException {
      try {
        result = tx.inSavepoint(work);
      } catch (SQLException e) {
        if (store.unavailable(e)) {
          throw e;
        }
        failure = store.translate(e);
      } catch (RuntimeException | Error e) {
        failure = e;
      }
    }

    @SuppressWarnings("NullAway") // a result is null only where T says so
    T outcome() {
      return switch (failure) {
        case null -> result;
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException("works throw no such thing", e);
      };
    }
  }
}
