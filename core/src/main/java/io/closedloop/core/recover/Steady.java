package io.closedloop.core.recover;

import java.util.function.Supplier;

/** Takes one step of a recovery, during which the settings stay as they were when it began. */
@FunctionalInterface
public interface Steady {
  /** Runs the step in this thread and gives its answer back. */
  <T> T step(Supplier<T> work);
}
