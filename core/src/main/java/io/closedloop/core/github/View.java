package io.closedloop.core.github;

import io.closedloop.api.GitHubView;
import io.closedloop.api.Json;
import io.closedloop.api.PullRequest;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.util.List;
import java.util.Optional;

/** One repository, for reading by a plugin. */
record View(GitHub github, RepoId repo) implements GitHubView {

  @Override
  public Optional<WorkflowRun> run(long runId, int attempt) {
    return github.run(repo, runId, attempt);
  }

  @Override
  public List<WorkflowJob> jobs(long runId, int attempt) {
    return github.knownJobs(repo, runId, attempt);
  }

  @Override
  public Optional<PullRequest> pullRequest(int number) {
    return github.pullRequest(repo, number);
  }

  @Override
  public List<String> changedFiles(int pullRequest) {
    return github.changedFiles(repo, pullRequest);
  }

  @Override
  public Optional<String> file(String path, String ref) {
    return github.file(repo, path, ref);
  }

  @Override
  public Optional<Json> get(String path) {
    return github.get(repo, path);
  }
}
