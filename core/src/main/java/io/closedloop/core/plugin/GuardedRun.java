package io.closedloop.core.plugin;

import io.closedloop.core.config.Secrets;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** One call into plugin code, from its start to its end or to the moment it is given up. */
final class GuardedRun<T> {
  private static final int LONGEST_SUMMARY = 500;
  private static final int LONGEST_TRACE = 8000;

  private final Caller who;
  private final String what;
  private final Duration deadline;
  private final Callable<? extends @Nullable T> body;
  private final PluginCall.Seat seat;
  private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();
  private final Object lock = new Object();
  private State state = State.RUNNING;
  private @Nullable Thread thread;

  GuardedRun(
      Caller who,
      String what,
      Duration deadline,
      Callable<? extends @Nullable T> body,
      PluginCall.Seat seat) {
    this.who = who;
    this.what = what;
    this.deadline = deadline;
    this.body = body;
    this.seat = seat;
  }

  Caller who() {
    return who;
  }

  String what() {
    return what;
  }

  CompletableFuture<Outcome<T>> outcome() {
    return outcome;
  }

  /**
   * Begins on a thread that dies with the call, so that nothing of the plugin stays in its locals.
   */
  void start(Secrets secrets) {
    var context = MDC.getCopyOfContextMap();
    Thread starting =
        Thread.ofPlatform()
            .daemon()
            .name("plugin-" + who.instance() + "-" + what)
            .unstarted(() -> {
              if (context != null) {
                MDC.setContextMap(context);
              }
              MDC.put("plugin", who.pluginId());
              MDC.put("instance", who.instance());
              run(secrets);
            });
    starting.setContextClassLoader(who.loader());
    synchronized (lock) {
      thread = starting;
    }
    starting.start();
  }

  private void run(Secrets secrets) {
    try {
      end(attempt(secrets));
    } catch (VirtualMachineError e) {
      // The process may be beyond help: nobody may take this for a fault of the plugin alone.
      outcome.completeExceptionally(e);
      end(new Outcome.Null<>());
      throw e;
    }
  }

  private Outcome<T> attempt(Secrets secrets) {
    try {
      @Nullable T value = body.call();
      return value == null ? new Outcome.Null<>() : new Outcome.Returned<>(value);
    } catch (Throwable e) {
      passOnFatal(e);
      return threw(e, secrets);
    }
  }

  private static void passOnFatal(Throwable thrown) {
    if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
      throw fatal;
    }
  }

  private void end(Outcome<T> result) {
    synchronized (lock) {
      switch (state) {
        case RUNNING, OVERDUE -> seat.free();
        case GIVEN_UP -> seat.found();
        case ENDED -> throw new IllegalStateException("a call ends once");
      }
      state = State.ENDED;
    }
    outcome.complete(result);
  }

  /** The deadline has come: the caller is answered, and the thread is asked to stop. */
  void overdue() {
    synchronized (lock) {
      if (state != State.RUNNING || thread == null) {
        return;
      }
      state = State.OVERDUE;
      // Answered before the interruption, or what the body makes of it would be taken for its
      // answer.
      outcome.complete(new Outcome.TimedOut<>(deadline));
      thread.interrupt();
    }
    seat.later(this::giveUp);
  }

  private void giveUp() {
    synchronized (lock) {
      if (state == State.OVERDUE) {
        state = State.GIVEN_UP;
        seat.giveUp();
      }
    }
  }

  /**
   * Rendered on the plugin's own thread and under its deadline, since the exception's methods are
   * plugin code too.
   */
  private static <T> Outcome<T> threw(Throwable thrown, Secrets secrets) {
    try {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      String summary = thrown.getClass().getName() + ": " + thrown.getMessage();
      return new Outcome.Threw<>(
          cut(secrets.redact(summary.lines().findFirst().orElse("")), LONGEST_SUMMARY),
          cut(secrets.redact(trace.toString()), LONGEST_TRACE));
    } catch (Throwable unprintable) {
      passOnFatal(unprintable);
      return new Outcome.Threw<>(
          thrown.getClass().getName()
              + ", whose message cannot be read because of "
              + unprintable.getClass().getName(),
          "");
    }
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  private enum State {
    RUNNING,
    OVERDUE,
    GIVEN_UP,
    ENDED
  }
}
