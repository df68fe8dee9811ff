package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.git.GitReader;
import io.closedloop.sandbox.git.TreeEntry;
import io.closedloop.sandbox.runner.WorkflowFile.JobSpec;
import io.closedloop.sandbox.world.Account;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.JobState;
import io.closedloop.sandbox.world.Run;
import io.closedloop.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which runs an event starts and which jobs a re-run repeats. */
public final class Actions {
  private static final Logger LOG = LoggerFactory.getLogger(Actions.class);
  private static final String FOLDER = ".github/workflows";
  private final World world;
  private final AttemptRunner runner;
  private final RunListener listener;
  private final Map<Long, WorkflowFile> files = new HashMap<>();

  public Actions(World world, AttemptRunner runner, RunListener listener) {
    this.world = world;
    this.runner = runner;
    this.listener = listener;
  }

  /**
   * Starts what the workflow files of the commit ask for; {@code filtered} is the branch they
   * filter.
   */
  public void event(Run.Origin origin, String filtered) {
    GitReader git = origin.headRepo().git().reader();
    if (git.commit(origin.headSha()).message().contains("[skip ci]")) {
      return;
    }
    git
        .entry(origin.headSha(), FOLDER)
        .filter(folder -> folder.type().equals("tree"))
        .map(folder -> git.entries(folder.sha(), false))
        .orElse(List.of())
        .stream()
        .filter(file -> file.path().endsWith(".yml") || file.path().endsWith(".yaml"))
        .forEach(file -> start(origin, filtered, git, file));
  }

  private void start(Run.Origin origin, String filtered, GitReader git, TreeEntry entry) {
    String path = FOLDER + "/" + entry.path();
    try {
      String text = new String(git.blob(entry.sha()), StandardCharsets.UTF_8);
      WorkflowFile file = WorkflowReader.read(path, text);
      if (file.startsOn(origin.event(), filtered)) {
        Run run = open(origin, origin.repo().workflow(path, file.name()));
        files.put(run.id(), file);
        attempt(run, origin.actor(), Map.of());
      }
    } catch (WorkflowReader.Unreadable e) {
      LOG.info("workflow of {} cannot start: {}", origin.repo().fullName(), e.getMessage());
      Run run = open(origin, origin.repo().workflow(path, path));
      Attempt attempt = new Attempt(1, origin.actor(), world.now());
      run.add(attempt);
      listener.run("requested", run, attempt);
      attempt.complete("startup_failure", world.now());
      listener.run("completed", run, attempt);
    }
  }

  private Run open(Run.Origin origin, Run.Workflow workflow) {
    long number =
        1 + origin.repo().runs().stream().filter(r -> r.workflow().id() == workflow.id()).count();
    Run run = new Run(world.nextId(), number, workflow, origin, world.now());
    origin.repo().add(run);
    return run;
  }

  /** Repeats the chosen jobs of the latest attempt and whatever waits for them. */
  public void rerun(Run run, Predicate<Job> chosen, Account by) {
    List<Job> old = run.latest().jobs();
    Set<String> repeated = new HashSet<>();
    Map<Job.Plan, Job> kept = new HashMap<>();
    for (Job job : old) {
      if (chosen.test(job) || job.plan().needs().stream().anyMatch(repeated::contains)) {
        repeated.add(job.plan().key());
      } else {
        kept.put(job.plan(), job);
      }
    }
    attempt(run, by, kept);
  }

  /** Jobs that are kept appear in the new attempt under a new id, otherwise as they were. */
  private void attempt(Run run, Account by, Map<Job.Plan, Job> kept) {
    WorkflowFile file = files.get(run.id());
    if (file == null) {
      throw new IllegalStateException("run " + run.id() + " never had a readable workflow");
    }
    int number = run.attempts().size() + 1;
    Attempt attempt = new Attempt(number, by, laterThanBefore(run));
    for (JobSpec spec : file.jobs()) {
      Job old = kept.get(spec.plan());
      JobState state = old == null ? JobState.queued(attempt.startedAt()) : old.state();
      attempt.add(new Job(world.nextId(), run, number, spec.plan(), state));
    }
    run.add(attempt);
    listener.run("requested", run, attempt);
    attempt.jobs().stream()
        .filter(job -> !job.state().isCompleted())
        .forEach(job -> listener.job("queued", job));
    runner.start(run, attempt, file);
  }

  /**
   * The API counts whole seconds, and no real re-run starts in the second of the attempt before.
   */
  private Instant laterThanBefore(Run run) {
    Instant now = world.now();
    if (run.attempts().isEmpty()) {
      return now;
    }
    Instant earliest = run.latest().updatedAt().plusSeconds(1);
    return now.isAfter(earliest) ? now : earliest;
  }
}
