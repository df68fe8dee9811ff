package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import java.util.Map;
import java.util.Optional;

/** Runs a workflow run again, wholly or in part; each gives the number of the attempt it begins. */
record Reruns(Calls calls) {

  int failedJobs(RepoId repo, RunAttempt last, boolean debug) {
    return rerun(
        repo, last, calls.at(repo, "actions/runs/{run}/rerun-failed-jobs", last.run()), debug);
  }

  int all(RepoId repo, RunAttempt last, boolean debug) {
    return rerun(repo, last, calls.at(repo, "actions/runs/{run}/rerun", last.run()), debug);
  }

  int job(RepoId repo, RunAttempt last, long jobId, boolean debug) {
    return rerun(repo, last, calls.at(repo, "actions/jobs/{job}/rerun", jobId), debug);
  }

  private int rerun(RepoId repo, RunAttempt last, Endpoint endpoint, boolean debug) {
    return calls.once(
        () -> {
          calls.write("POST", endpoint, Map.of("enable_debug_logging", debug));
          return last.attempt() + 1;
        },
        // Somebody else's re-run serves as well: ours would be refused while it lasts.
        () -> Optional.of(attempt(repo, last.run())).filter(now -> now > last.attempt()));
  }

  private int attempt(RepoId repo, long run) {
    return Parse.run(repo, calls.get(calls.at(repo, "actions/runs/{run}", run))).attempt();
  }
}
