package io.closedloop.core.recover;

import java.util.function.BooleanSupplier;

/** Takes one step of a recovery, during which the settings stay as they were when it began. */
@FunctionalInterface
public interface Steady {
  /** Runs the step in this thread and gives its answer back. */
  boolean step(BooleanSupplier work);
}
