package io.closedloop.testkit;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.GitHubView;
import io.closedloop.api.Json;
import io.closedloop.api.PullRequest;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A repository on GitHub for reading, kept in memory; what was not put in does not exist. */
public final class FakeGitHub implements GitHubView {
  private final Map<Attempt, WorkflowRun> runs = new HashMap<>();
  private final Map<Attempt, List<WorkflowJob>> jobs = new HashMap<>();
  private final Map<Integer, PullRequest> pullRequests = new HashMap<>();
  private final Map<Integer, List<String>> changedFiles = new HashMap<>();
  private final Map<Place, String> files = new HashMap<>();
  private final Map<String, Json> answers = new HashMap<>();
  private boolean outage;

  private record Attempt(long runId, int attempt) {}

  private record Place(String path, String ref) {}

  /** Adds one attempt of a run and all its jobs. */
  public FakeGitHub with(WorkflowRun run, List<WorkflowJob> itsJobs) {
    Attempt attempt = new Attempt(run.id(), run.attempt());
    runs.put(attempt, run);
    jobs.put(attempt, List.copyOf(itsJobs));
    return this;
  }

  /** Adds a pull request and the paths it changes. */
  public FakeGitHub with(PullRequest pullRequest, List<String> changed) {
    pullRequests.put(pullRequest.number(), pullRequest);
    changedFiles.put(pullRequest.number(), List.copyOf(changed));
    return this;
  }

  /** Adds a file at a commit or branch. */
  public FakeGitHub file(String path, String ref, String text) {
    files.put(new Place(path, ref), text);
    return this;
  }

  /** Scripts the answer of {@link #get}. */
  public FakeGitHub answer(String path, Json json) {
    answers.put(path, json);
    return this;
  }

  /** From now on GitHub does not answer. */
  public FakeGitHub away() {
    outage = true;
    return this;
  }

  @Override
  public Optional<WorkflowRun> run(long runId, int attempt) {
    check();
    return Optional.ofNullable(runs.get(new Attempt(runId, attempt)));
  }

  @Override
  public List<WorkflowJob> jobs(long runId, int attempt) {
    check();
    return jobs.getOrDefault(new Attempt(runId, attempt), List.of());
  }

  @Override
  public Optional<PullRequest> pullRequest(int number) {
    check();
    return Optional.ofNullable(pullRequests.get(number));
  }

  @Override
  public List<String> changedFiles(int pullRequest) {
    check();
    return changedFiles.getOrDefault(pullRequest, List.of());
  }

  @Override
  public Optional<String> file(String path, String ref) {
    check();
    return Optional.ofNullable(files.get(new Place(path, ref)));
  }

  @Override
  public Optional<Json> get(String path) {
    check();
    return Optional.ofNullable(answers.get(path));
  }

  private void check() {
    if (outage) {
      throw new GitHubUnavailable("GitHub does not answer");
    }
  }
}
