package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.runner.JobRunner.Ending;
import io.closedloop.sandbox.runner.WorkflowFile.JobSpec;
import io.closedloop.sandbox.world.Activity;
import io.closedloop.sandbox.world.Attempt;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.JobState;
import io.closedloop.sandbox.world.Run;
import io.closedloop.sandbox.world.World;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the jobs of attempts, two at once at most, each when those it waits for have ended. */
public final class AttemptRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptRunner.class);
  private static final int AT_ONCE = 2;
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private final ExecutorService executor =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofPlatform().name("sandbox-runner-", 1).daemon().factory());
  private final Set<Long> submitted = new HashSet<>();
  private final World world;
  private final RunnerSetup setup;
  private final Activity activity;
  private final RunListener listener;

  public AttemptRunner(World world, RunnerSetup setup, Activity activity, RunListener listener) {
    this.world = world;
    this.setup = setup;
    this.activity = activity;
    this.listener = listener;
  }

  /** Called while the world is locked. */
  void start(Run run, Attempt attempt, WorkflowFile file) {
    activity.begin();
    goOn(run, attempt, file);
  }

  /** Submits every job that can start now; the attempt is complete when none is left. */
  private void goOn(Run run, Attempt attempt, WorkflowFile file) {
    skipHopeless(attempt);
    for (Job job : attempt.jobs()) {
      if (job.state().status().equals("queued")
          && isReady(job, attempt)
          && submitted.add(job.id())) {
        JobSpec spec = file.job(job.plan()).orElseThrow();
        executor.execute(() -> executeUnlessClosed(job, spec, attempt, file));
      }
    }
    if (attempt.jobs().stream().allMatch(job -> job.state().isCompleted())) {
      attempt.complete(conclusion(attempt), latest(attempt.startedAt(), world.now()));
      listener.run("completed", run, attempt);
      activity.end();
    }
  }

  /** A job that needs one that did not succeed never starts; neither do those that need it. */
  private void skipHopeless(Attempt attempt) {
    for (Job job : attempt.jobs()) {
      boolean hopeless =
          needed(job, attempt).stream()
              .anyMatch(need -> need.state().isCompleted() && !need.endedAs("success"));
      if (job.state().status().equals("queued") && hopeless) {
        job.become(job.state().ended("skipped", world.now(), List.of(), null));
        listener.job("completed", job);
      }
    }
  }

  private static boolean isReady(Job job, Attempt attempt) {
    return needed(job, attempt).stream().allMatch(need -> need.endedAs("success"));
  }

  private static List<Job> needed(Job job, Attempt attempt) {
    return attempt.jobs().stream()
        .filter(other -> job.plan().needs().contains(other.plan().key()))
        .toList();
  }

  /** Closing interrupts whatever is being read or submitted; nobody waits for its result then. */
  private void executeUnlessClosed(Job job, JobSpec spec, Attempt attempt, WorkflowFile file) {
    try {
      execute(job, spec, attempt, file);
    } catch (UncheckedIOException | RejectedExecutionException e) {
      if (!executor.isShutdown()) {
        throw e;
      }
      LOG.debug("job {} is left unfinished, since the sandbox closes", job.id(), e);
    }
  }

  private void execute(Job job, JobSpec spec, Attempt attempt, WorkflowFile file) {
    world.change(() -> begin(job, spec, attempt));
    Ending ending = run(job, spec);
    world.change(() -> {
      JobState state = job.state();
      Instant at = latest(state.times().started(), world.now());
      job.become(state.ended(ending.conclusion(), at, ending.annotations(), ending.log()));
      listener.job("completed", job);
      goOn(job.run(), attempt, file);
    });
  }

  private Ending run(Job job, JobSpec spec) {
    try {
      return new JobRunner(world, setup, job, spec).run();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return new Ending("cancelled", List.of(), null);
    } catch (RuntimeException bug) {
      LOG.error("job {} failed inside the sandbox", job.id(), bug);
      return new Ending("failure", List.of(), null);
    }
  }

  private void begin(Job job, JobSpec spec, Attempt attempt) {
    Instant at = latest(attempt.startedAt(), world.now());
    if (attempt.status().equals("queued")) {
      attempt.begin(at);
      listener.run("in_progress", job.run(), attempt);
    }
    job.become(job.state().begun(at, JobRunner.plan(spec)));
    listener.job("in_progress", job);
  }

  private static String conclusion(Attempt attempt) {
    Set<String> outcomes =
        attempt.jobs().stream()
            .map(job -> job.state().outcome().orElse(""))
            .collect(Collectors.toSet());
    if (outcomes.contains("failure")) {
      return "failure";
    }
    return outcomes.contains("cancelled") ? "cancelled" : "success";
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** Ends what is running; afterwards nothing is written any more. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("a job still runs after {} s", LAST_WORDS.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
