package io.closedloop.core.outage;

import java.time.Duration;
import java.util.Set;

/**
 * When failures are one outage, and how re-runs are held for it.
 *
 * @param repositories in how many of them the same must fail
 * @param window within what time
 * @param quiet how long nothing more may fail alike before it is tried whether it is over
 * @param pace the time between two re-runs once it is
 * @param categories the categories whose root causes lie outside the repositories
 */
public record OutageRules(
    boolean enabled,
    int repositories,
    Duration window,
    Duration quiet,
    Duration pace,
    Set<String> categories) {
  /** Nothing is correlated. */
  public static final OutageRules OFF =
      new OutageRules(
          false,
          3,
          Duration.ofMinutes(15),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          Set.of());

  public OutageRules {
    categories = Set.copyOf(categories);
  }
}
