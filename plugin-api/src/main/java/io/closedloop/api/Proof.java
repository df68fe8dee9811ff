package io.closedloop.api;

import static org.apiguardian.api.API.Status.EXPERIMENTAL;

import java.time.Duration;
import java.util.Set;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * The signal from GitHub that will show whether a proposal worked. A recovery never vouches for
 * itself.
 */
@API(status = EXPERIMENTAL, since = "0.1")
public sealed interface Proof {

  /**
   * These jobs, of the same workflow and event, run anew after the last step and are green, and no
   * job that was green before is red.
   *
   * @param names job names; empty means the incident's failed jobs
   * @param within by when the signal must be there; null means three times what such runs usually
   *     take
   */
  record Jobs(Set<String> names, @Nullable Duration within) implements Proof {
    public Jobs {
      names = Set.copyOf(names);
    }
  }

  /** Nothing can show it; such a proposal never counts as a recovery. */
  record None(String why) implements Proof {}

  /** The incident's failed jobs, within the usual time. */
  static Proof failedJobs() {
    return new Jobs(Set.of(), null);
  }
}
