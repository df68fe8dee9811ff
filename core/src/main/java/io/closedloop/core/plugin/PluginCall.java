package io.closedloop.core.plugin;

import io.closedloop.core.config.Secrets;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The one guarded door into plugin code. Each call runs on a platform thread of its own, of which
 * there are few: plugin code that spins would keep every virtual thread of the process from
 * running. Whatever it does becomes an {@link Outcome}.
 */
public final class PluginCall {
  private static final Duration GRACE = Duration.ofMillis(250);

  private final Bounds bounds;
  private final DeadlineTimer timer;
  private final MeterRegistry meters;
  private final Secrets secrets;
  private final Semaphore threads;
  private final AtomicInteger stuck = new AtomicInteger();
  private final Map<String, Desk> desks = new ConcurrentHashMap<>();

  /**
   * @param bounds how many threads there are
   * @param secrets masked in what exceptions say
   */
  @Inject
  public PluginCall(Bounds bounds, DeadlineTimer timer, MeterRegistry meters, Secrets secrets) {
    this.bounds = bounds;
    this.timer = timer;
    this.meters = meters;
    this.secrets = secrets;
    this.threads = new Semaphore(bounds.threads(), true);
    meters.gauge("closedloop.plugin.threads.stuck", stuck);
  }

  /** Calls the object of an instance; see {@link #call(Caller, String, Duration, Callable)}. */
  public <T> Outcome<T> call(
      Instance<?> who, String what, Duration deadline, Callable<? extends @Nullable T> body) {
    return call(who.caller(), what, deadline, body);
  }

  /**
   * Runs the body and waits for it. Waiting for a free thread takes at most the deadline as well.
   *
   * @param what one constant word for logs and meters, for example {@code propose}
   * @throws CancellationException when the waiting thread is interrupted; the body is then
   *     interrupted too
   */
  public <T> Outcome<T> call(
      Caller who, String what, Duration deadline, Callable<? extends @Nullable T> body) {
    Timer.Sample sample = Timer.start(meters);
    Outcome<T> outcome = admitted(who, what, deadline, body);
    sample.stop(
        meters.timer(
            "closedloop.plugin.call",
            "plugin",
            who.pluginId(),
            "instance",
            who.instance(),
            "call",
            what));
    meters
        .counter(
            "closedloop.plugin.outcomes",
            "plugin",
            who.pluginId(),
            "instance",
            who.instance(),
            "outcome",
            word(outcome))
        .increment();
    return outcome;
  }

  private <T> Outcome<T> admitted(
      Caller who, String what, Duration deadline, Callable<? extends @Nullable T> body) {
    Desk desk = desks.computeIfAbsent(who.instance(), name -> new Desk(bounds.perInstance()));
    int ownStuck = desk.stuck.get();
    if (ownStuck >= bounds.stuckPerInstance()) {
      return new Outcome.Refused<>(
          "%d earlier calls of %s never ended and still hold a thread each; mend or disable it and restart"
              .formatted(ownStuck, who.instance()));
    }
    try {
      if (!desk.free.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Outcome.Busy<>();
      }
      if (!threads.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
        desk.free.release();
        return new Outcome.Busy<>();
      }
    } catch (InterruptedException e) {
      throw interrupted(who, what);
    }
    return awaited(new GuardedRun<>(who, what, deadline, body, new Seat(desk)), deadline);
  }

  private <T> Outcome<T> awaited(GuardedRun<T> run, Duration deadline) {
    run.start(secrets);
    Runnable disarm = timer.after(deadline, run::overdue);
    try {
      return run.outcome().get();
    } catch (InterruptedException e) {
      run.overdue();
      throw interrupted(run.who(), run.what());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VirtualMachineError fatal) {
        throw fatal;
      }
      throw new IllegalStateException("only errors of the virtual machine pass here", e);
    } finally {
      disarm.run();
    }
  }

  private static CancellationException interrupted(Caller who, String what) {
    Thread.currentThread().interrupt();
    return new CancellationException("interrupted while " + who.instance() + " was to " + what);
  }

  private static String word(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Returned<?> _ -> "returned";
      case Outcome.Threw<?> _ -> "threw";
      case Outcome.Null<?> _ -> "null";
      case Outcome.TimedOut<?> _ -> "timed_out";
      case Outcome.Busy<?> _ -> "busy";
      case Outcome.Refused<?> _ -> "refused";
    };
  }

  /**
   * How many threads plugin code may hold.
   *
   * @param threads for all calls together
   * @param perInstance for the calls of one instance
   * @param stuckPerInstance so many calls that never end, and the instance is refused
   * @param stuckInAll so many stuck threads are replaced by new ones; later ones are missed
   */
  public record Bounds(int threads, int perInstance, int stuckPerInstance, int stuckInAll) {
    /**
     * 8 threads, 3 for one instance, refused after 3 stuck ones; at most 32 stuck ones are
     * replaced.
     */
    public static final Bounds DEFAULT = new Bounds(8, 3, 3, 32);
  }

  /** What is known of one instance. */
  private static final class Desk {
    final Semaphore free;
    final AtomicInteger stuck = new AtomicInteger();

    Desk(int calls) {
      this.free = new Semaphore(calls, true);
    }
  }

  /** The thread that one call holds, until it ends or is given up. */
  final class Seat {
    private final Desk desk;
    private boolean replaced;

    private Seat(Desk desk) {
      this.desk = desk;
    }

    Runnable later(Runnable task) {
      return timer.after(GRACE, task);
    }

    /** The call ended in time, or soon after its interruption. */
    void free() {
      desk.free.release();
      threads.release();
    }

    /**
     * The call did not react to its interruption: the thread is given up, and replaced while that
     * is affordable.
     */
    void giveUp() {
      desk.stuck.incrementAndGet();
      desk.free.release();
      replaced = stuck.incrementAndGet() <= bounds.stuckInAll();
      if (replaced) {
        threads.release();
      }
    }

    /** A call that had been given up ended after all. */
    void found() {
      desk.stuck.decrementAndGet();
      stuck.decrementAndGet();
      if (!replaced) {
        threads.release();
      }
    }
  }
}
