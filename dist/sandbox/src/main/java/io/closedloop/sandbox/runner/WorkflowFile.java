package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.world.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A workflow file as far as the sandbox understands it, with its matrices unrolled. */
record WorkflowFile(String name, List<Trigger> triggers, List<JobSpec> jobs) {

  WorkflowFile {
    triggers = List.copyOf(triggers);
    jobs = List.copyOf(jobs);
  }

  /** An event that starts the workflow; no branches means any. */
  record Trigger(String event, List<String> branches) {
    boolean fits(String otherEvent, String branch) {
      return event.equals(otherEvent)
          && (branches.isEmpty() || branches.stream().anyMatch(glob -> matches(glob, branch)));
    }

    private static boolean matches(String glob, String branch) {
      String regex = glob.replace("**", "\0").replace("*", "[^/]*").replace("\0", ".*");
      return branch.equals(glob) || branch.matches(regex);
    }
  }

  /** One job; {@code env} holds the workflow's and the job's variables. */
  record JobSpec(
      Job.Plan plan,
      Map<String, String> env,
      Map<String, String> matrix,
      Duration limit,
      List<StepSpec> steps) {}

  /** When a step runs. */
  enum Condition {
    SUCCESS,
    FAILURE,
    ALWAYS
  }

  /**
   * One step: a script to run, or one of the few actions that the sandbox knows.
   *
   * @param folder below the workspace that its script runs in
   */
  record StepSpec(
      String name,
      @Nullable String script,
      @Nullable String uses,
      Map<String, String> env,
      String folder,
      Condition condition,
      boolean mayFail) {}

  boolean startsOn(String event, String branch) {
    return triggers.stream().anyMatch(trigger -> trigger.fits(event, branch));
  }

  Optional<JobSpec> job(Job.Plan plan) {
    return jobs.stream().filter(job -> job.plan().equals(plan)).findFirst();
  }
}
