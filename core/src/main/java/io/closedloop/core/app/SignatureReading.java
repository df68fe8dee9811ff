package io.closedloop.core.app;

import io.closedloop.core.diagnose.DiagnosisEngine;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading of all signatures, done once: when told to, or when first waited for. Where it is
 * known that there is nothing wrong with them, nobody need wait for it before work begins.
 */
final class SignatureReading {
  private static final Logger log = LoggerFactory.getLogger(SignatureReading.class);
  private final FutureTask<Boolean> known;
  private final FutureTask<Engines.Built> read;

  /**
   * A reading that is still to be done.
   *
   * @param known whether it is known without reading that there is nothing wrong
   */
  SignatureReading(Callable<Boolean> known, Callable<Engines.Built> read) {
    this.known = new FutureTask<>(known);
    this.read = new FutureTask<>(read);
  }

  /** Reads what is not known, in a thread of its own. */
  void begin() {
    inBackground(() -> {
      if (!known()) {
        read.run();
      }
    });
  }

  /** Reads what is known too, in a thread of its own. */
  void complete() {
    inBackground(() -> {
      if (known()) {
        built().problems().forEach(problem -> log.error("{}", problem));
      }
    });
  }

  private static void inBackground(Runnable work) {
    Thread.ofPlatform().daemon().name("signatures").start(work);
  }

  private boolean known() {
    return result(known);
  }

  /** Whether there is nothing wrong; waits where that is not known. */
  boolean sound() {
    return known() || built().problems().isEmpty();
  }

  /** What came of it; waits. */
  Engines.Built built() {
    return result(read);
  }

  /** What diagnoses by them; waits. */
  DiagnosisEngine engine() {
    return built().engine();
  }

  private static <T> T result(FutureTask<T> task) {
    task.run(); // does nothing where it has begun
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the signatures cannot be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the signatures were being read", e);
    }
  }
}
