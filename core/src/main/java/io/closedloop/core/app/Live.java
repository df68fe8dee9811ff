package io.closedloop.core.app;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A value that is replaced as a whole while the server runs.
 *
 * @param <T> immutable
 */
final class Live<T> {
  private final AtomicReference<T> newest;
  private final ScopedValue<T> held = ScopedValue.newInstance();

  Live(T first) {
    newest = new AtomicReference<>(first);
  }

  /** The value in force: the newest, or within {@link #steadily} the one that it began with. */
  T now() {
    return held.isBound() ? held.get() : newest.get();
  }

  void replace(T next) {
    newest.set(next);
  }

  /** Runs work in this thread that sees one value from beginning to end. */
  <R> R steadily(Supplier<R> work) {
    return ScopedValue.where(held, now()).call(work::get);
  }
}
