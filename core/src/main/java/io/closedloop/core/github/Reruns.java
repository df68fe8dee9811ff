package io.closedloop.core.github;

import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowRun;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Runs a workflow run again, wholly or in part; each gives the number of the attempt it begins. */
record Reruns(Calls calls) {

  int failedJobs(RepoId repo, long runId, boolean debug) {
    return rerun(repo, runId, calls.at(repo, "actions/runs/{run}/rerun-failed-jobs", runId), debug);
  }

  int all(RepoId repo, long runId, boolean debug) {
    return rerun(repo, runId, calls.at(repo, "actions/runs/{run}/rerun", runId), debug);
  }

  int job(RepoId repo, long jobId, boolean debug) {
    JsonNode job = calls.get(calls.at(repo, "actions/jobs/{job}", jobId));
    return rerun(
        repo, Parse.job(job).runId(), calls.at(repo, "actions/jobs/{job}/rerun", jobId), debug);
  }

  private int rerun(RepoId repo, long runId, Endpoint endpoint, boolean debug) {
    int before = run(repo, runId).attempt();
    return calls.once(
        () -> {
          calls.write("POST", endpoint, Map.of("enable_debug_logging", debug));
          return before + 1;
        },
        // Somebody else's re-run serves as well: ours would be refused while it lasts.
        () -> Optional.of(run(repo, runId).attempt()).filter(now -> now > before));
  }

  private WorkflowRun run(RepoId repo, long runId) {
    return Parse.run(repo, calls.get(calls.at(repo, "actions/runs/{run}", runId)));
  }
}
