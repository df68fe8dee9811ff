package io.closedloop.testkit;

import io.closedloop.api.Diagnosis;
import io.closedloop.api.Evidence;
import io.closedloop.api.EvidenceLine;
import io.closedloop.api.IncidentView;
import io.closedloop.api.PastAttempt;
import io.closedloop.api.PullRequest;
import io.closedloop.api.RepoId;
import io.closedloop.api.StepResult;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes up a situation; each method changes one thing and leaves the rest as it was. */
public final class SituationBuilder {
  /** The repository of every made-up situation. */
  public static final RepoId REPO = new RepoId("octo", "shop");

  /** The failing commit of every made-up situation. */
  public static final String SHA = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";

  /** The failed run's id. */
  public static final long RUN = 1001;

  private static final int PULL_REQUEST = 7;
  private static final Instant STARTED = VirtualClock.START.minus(Duration.ofMinutes(5));

  private String category = Diagnosis.GENERAL;
  private String subcategory = "unknown";
  private @Nullable String tool;
  private boolean transientFailure;
  private List<String> lines = List.of();
  private List<Evidence.FailedTest> tests = List.of();
  private List<Evidence.Annotation> annotations = List.of();
  private List<String> failed = List.of("build");
  private final List<WorkflowJob> others = new ArrayList<>();
  private @Nullable String runner;
  private String workflow = "CI";
  private String event = "pull_request";
  private String status = "completed";
  private int attempt = 1;
  private Instant startedAt = STARTED;
  private boolean pullRequest = true;
  private boolean fork;
  private List<String> changedFiles = List.of();
  private final List<PastAttempt> history = new ArrayList<>();
  private final FakeGitHub github = new FakeGitHub();
  private @Nullable FakeWorkspace workspace;

  SituationBuilder() {}

  /** Sets what went wrong; {@code newTool} null means unknown. */
  public SituationBuilder diagnosed(
      String newCategory, String newSubcategory, @Nullable String newTool) {
    category = newCategory;
    subcategory = newSubcategory;
    tool = newTool;
    return this;
  }

  /** Makes the failure one that can pass by itself. */
  public SituationBuilder passing() {
    transientFailure = true;
    return this;
  }

  /** Sets the log lines that speak for the diagnosis; they are its excerpt as well. */
  public SituationBuilder evidence(String... newLines) {
    lines = List.of(newLines);
    return this;
  }

  /** Sets the failing tests. */
  public SituationBuilder failedTests(Evidence.FailedTest... newTests) {
    tests = List.of(newTests);
    return this;
  }

  /** Sets what checks said about files. */
  public SituationBuilder annotations(Evidence.Annotation... newAnnotations) {
    annotations = List.of(newAnnotations);
    return this;
  }

  /** Sets the names of the incident's failed jobs; their ids count from 101. */
  public SituationBuilder failedJobs(String... names) {
    failed = List.of(names);
    return this;
  }

  /** Adds a job of the run that does not belong to the incident; its id counts from 201. */
  public SituationBuilder otherJob(String name, String conclusion) {
    others.add(job(201 + others.size(), name, conclusion));
    return this;
  }

  /** Sets the name of the machine that ran the failed jobs. */
  public SituationBuilder runner(String name) {
    runner = name;
    return this;
  }

  /** Sets the workflow's name. */
  public SituationBuilder workflow(String name) {
    workflow = name;
    return this;
  }

  /** Sets what started the run. */
  public SituationBuilder event(String name) {
    event = name;
    return this;
  }

  /** Sets the run's status, for example {@code in_progress}. */
  public SituationBuilder status(String name) {
    status = name;
    return this;
  }

  /** Sets the run's attempt, and when its first one started. */
  public SituationBuilder attempt(int number, Instant firstStartedAt) {
    attempt = number;
    startedAt = firstStartedAt;
    return this;
  }

  /** Makes it a push to the branch {@code main}. */
  public SituationBuilder withoutPullRequest() {
    pullRequest = false;
    event = "push";
    return this;
  }

  /** Lets the head lie in a fork. */
  public SituationBuilder fromFork() {
    fork = true;
    return this;
  }

  /** Makes it a failure that no plugin knows: no category, no evidence, nothing transient. */
  public SituationBuilder unrelated() {
    transientFailure = false;
    lines = List.of();
    tests = List.of();
    annotations = List.of();
    return diagnosed(Diagnosis.GENERAL, "unknown", null);
  }

  /** Sets the paths that the pull request changes. */
  public SituationBuilder changedFiles(String... paths) {
    changedFiles = List.of(paths);
    return this;
  }

  /** Adds an earlier attempt, at the start of the situation. */
  public SituationBuilder tried(String action, String outcome, StepResult... results) {
    history.add(new PastAttempt(action, VirtualClock.START, outcome, List.of(results)));
    return this;
  }

  /** Sets the checkout; null when it cannot be had. */
  public SituationBuilder workspace(@Nullable FakeWorkspace checkout) {
    workspace = checkout;
    return this;
  }

  /** GitHub as the situation will see it; it may still be scripted. */
  public FakeGitHub github() {
    return github;
  }

  /** The situation. */
  public FakeSituation build() {
    List<WorkflowJob> all = Stream.concat(failedJobs().stream(), others.stream()).toList();
    github.with(run(1), all).with(run(attempt), all);
    if (pullRequest) {
      github.with(pullRequestView(), changedFiles);
    }
    return new FakeSituation(this);
  }

  WorkflowRun run() {
    return run(attempt);
  }

  List<WorkflowJob> failedJobs() {
    return IntStream.range(0, failed.size())
        .mapToObj(i -> job(101 + i, failed.get(i), "failure"))
        .toList();
  }

  IncidentView incident() {
    return new IncidentView(
        "inc-42",
        REPO,
        branch(),
        SHA,
        List.of(),
        pullRequest ? PULL_REQUEST : null,
        fork,
        workflow,
        category,
        "open",
        failed,
        VirtualClock.START,
        "http://127.0.0.1:8080/incidents/inc-42");
  }

  Diagnosis diagnosis() {
    List<EvidenceLine> evidence =
        IntStream.range(0, lines.size())
            .mapToObj(i -> new EvidenceLine(i + 1, lines.get(i), "Check"))
            .toList();
    return new Diagnosis(
        category,
        subcategory,
        tool,
        transientFailure,
        0.9,
        evidence,
        "0123456789abcdef",
        List.of());
  }

  Evidence evidence(WorkflowRun run, WorkflowJob job) {
    List<Evidence.Excerpt> excerpts =
        lines.isEmpty() ? List.of() : List.of(new Evidence.Excerpt(1, lines));
    return new Evidence(run, job, excerpts, annotations, tests);
  }

  List<PastAttempt> history() {
    return List.copyOf(history);
  }

  @Nullable FakeWorkspace workspace() {
    return workspace;
  }

  private String branch() {
    return pullRequest ? "feature" : "main";
  }

  private RepoId headRepo() {
    return fork ? new RepoId("contributor", "shop") : REPO;
  }

  private WorkflowRun run(int number) {
    return new WorkflowRun(
        REPO,
        RUN,
        number,
        11,
        workflow,
        ".github/workflows/ci.yml",
        event,
        branch(),
        SHA,
        headRepo(),
        status,
        "completed".equals(status) ? "failure" : null,
        "octocat",
        pullRequest && !fork ? List.of(PULL_REQUEST) : List.of(),
        number == 1 ? startedAt : STARTED,
        VirtualClock.START,
        "https://github.test/octo/shop/actions/runs/" + RUN);
  }

  private WorkflowJob job(long id, String name, String conclusion) {
    return new WorkflowJob(
        id,
        RUN,
        attempt,
        name,
        "completed",
        conclusion,
        STARTED,
        VirtualClock.START,
        runner,
        List.of(new WorkflowJob.Step(1, "Check", "completed", conclusion)),
        "https://github.test/octo/shop/actions/runs/%d/job/%d".formatted(RUN, id));
  }

  private PullRequest pullRequestView() {
    return new PullRequest(
        PULL_REQUEST,
        "open",
        "A change",
        "octocat",
        branch(),
        SHA,
        headRepo(),
        "main",
        true,
        "https://github.test/octo/shop/pull/" + PULL_REQUEST);
  }
}
