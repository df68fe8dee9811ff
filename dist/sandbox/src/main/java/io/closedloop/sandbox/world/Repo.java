package io.closedloop.sandbox.world;

import io.closedloop.sandbox.git.GitStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A repository and everything that hangs on it. */
public final class Repo {
  private final World world;
  private final long id;
  private final Account owner;
  private final String name;
  private final GitStore git;
  private final @Nullable Repo parent;
  private final Instant createdAt;
  private final Set<String> writers = new HashSet<>();
  private final Set<String> protectedBranches = new HashSet<>();
  private final SequencedMap<Integer, PullRequest> pulls = new LinkedHashMap<>();
  private final SequencedMap<Long, Comment> comments = new LinkedHashMap<>();
  private final SequencedMap<Long, CheckRun> checkRuns = new LinkedHashMap<>();
  private final List<CommitStatus> statuses = new ArrayList<>();
  private final SequencedMap<Long, Run> runs = new LinkedHashMap<>();
  private final List<Artifact> artifacts = new ArrayList<>();
  private final Map<String, Run.Workflow> workflows = new LinkedHashMap<>();
  private int lastNumber;

  Repo(World world, Account owner, String name, GitStore git, @Nullable Repo parent) {
    this.world = world;
    this.id = world.nextId();
    this.owner = owner;
    this.name = name;
    this.git = git;
    this.parent = parent;
    this.createdAt = world.now();
    writers.add(owner.login());
  }

  World world() {
    return world;
  }

  public long id() {
    return id;
  }

  public Account owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  public String fullName() {
    return owner.login() + "/" + name;
  }

  public String defaultBranch() {
    return "main";
  }

  public GitStore git() {
    return git;
  }

  /** The repository this one was forked from. */
  public Optional<Repo> parent() {
    return Optional.ofNullable(parent);
  }

  public Instant createdAt() {
    return createdAt;
  }

  public boolean mayWrite(Account account) {
    return writers.contains(account.login());
  }

  public void allowWriting(String login) {
    writers.add(login);
  }

  public boolean isProtected(String branch) {
    return protectedBranches.contains(branch);
  }

  public void protect(String branch) {
    protectedBranches.add(branch);
  }

  /** Issues and pull requests count together. */
  int nextNumber() {
    return ++lastNumber;
  }

  public void add(PullRequest pull) {
    pulls.put(pull.number(), pull);
  }

  public Optional<PullRequest> pull(int number) {
    return Optional.ofNullable(pulls.get(number));
  }

  /** Newest first. */
  public List<PullRequest> pulls() {
    return List.copyOf(pulls.reversed().values());
  }

  public Comment comment(int issue, Account author, String body) {
    Instant at = world.now();
    Comment comment = new Comment(world.nextId(), issue, author, body, at, at);
    comments.put(comment.id(), comment);
    return comment;
  }

  public Comment edit(Comment comment, String body) {
    Comment edited = comment.edited(body, world.now());
    comments.put(edited.id(), edited);
    return edited;
  }

  public Optional<Comment> comment(long commentId) {
    return Optional.ofNullable(comments.get(commentId));
  }

  public List<Comment> comments(int issue) {
    return comments.values().stream().filter(comment -> comment.issue() == issue).toList();
  }

  public void add(CommitStatus status) {
    statuses.add(status);
  }

  /** Newest first. */
  public List<CommitStatus> statuses(String sha) {
    return statuses.reversed().stream().filter(status -> status.sha().equals(sha)).toList();
  }

  public void put(CheckRun run) {
    checkRuns.put(run.id(), run);
  }

  public Optional<CheckRun> checkRun(long checkRunId) {
    return Optional.ofNullable(checkRuns.get(checkRunId));
  }

  /** Those that apps wrote, newest first. */
  public List<CheckRun> checkRuns(String sha) {
    return checkRuns.reversed().values().stream().filter(run -> run.sha().equals(sha)).toList();
  }

  public void add(Run run) {
    runs.put(run.id(), run);
  }

  public Optional<Run> run(long runId) {
    return Optional.ofNullable(runs.get(runId));
  }

  /** Newest first. */
  public List<Run> runs() {
    return List.copyOf(runs.reversed().values());
  }

  public Optional<Job> job(long jobId) {
    return runs.values().stream()
        .flatMap(run -> run.attempts().stream())
        .flatMap(attempt -> attempt.jobs().stream())
        .filter(job -> job.id() == jobId)
        .findFirst();
  }

  public void add(Artifact artifact) {
    artifacts.add(artifact);
  }

  public List<Artifact> artifacts() {
    return List.copyOf(artifacts);
  }

  /** The workflow at this path, under the name it has now. */
  public Run.Workflow workflow(String path, String workflowName) {
    return workflows.compute(
        path,
        (key, known) ->
            new Run.Workflow(known == null ? world.nextId() : known.id(), path, workflowName));
  }

  public List<Run.Workflow> workflows() {
    return List.copyOf(workflows.values());
  }
}
