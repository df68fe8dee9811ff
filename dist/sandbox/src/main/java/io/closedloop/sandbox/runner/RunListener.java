package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Run;

/** Hears how runs and jobs get on, while the world is locked. */
public interface RunListener {
  /** The action is requested, in_progress or completed. */
  void run(String action, Run run, Attempt attempt);

  /** The action is queued, in_progress or completed. */
  void job(String action, Job job);
}
