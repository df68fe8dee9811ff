package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.runner.WorkflowFile.JobSpec;
import io.closedloop.sandbox.runner.WorkflowFile.StepSpec;
import io.closedloop.sandbox.world.Annotation;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Step;
import io.closedloop.sandbox.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Runs one job from its checkout to its last step and keeps its state up to date on the way. */
final class JobRunner {
  private final World world;
  private final RunnerSetup setup;
  private final Job job;
  private final JobSpec spec;
  private final Path home;
  private final Path workspace;
  private final Instant deadline;
  private String conclusion = "success";

  /** The job must already be in progress. */
  JobRunner(World world, RunnerSetup setup, Job job, JobSpec spec) {
    this.world = world;
    this.setup = setup;
    this.job = job;
    this.spec = spec;
    this.home = setup.folder().resolve("job-" + job.id());
    this.workspace = home.resolve("work");
    this.deadline = world.clock().instant().plus(spec.limit());
  }

  /** What the job will show while it runs: its own steps between setting up and completing. */
  static List<Step> plan(JobSpec spec) {
    List<Step> steps = new ArrayList<>();
    steps.add(Step.queued(1, "Set up job"));
    spec.steps().forEach(step -> steps.add(Step.queued(steps.size() + 1, step.name())));
    steps.add(Step.queued(steps.size() + 1, "Complete job"));
    return steps;
  }

  /** How a job ended, what it remarked, and where its log lies if it came to write one. */
  record Ending(String conclusion, List<Annotation> annotations, @Nullable Path log) {}

  Ending run() throws InterruptedException {
    Path file = setup.folder().resolve("job-" + job.id() + ".log");
    try (JobLog log = new JobLog(file, world.clock())) {
      prepare(log);
      for (int i = 0; i < spec.steps().size(); i++) {
        step(i + 2, spec.steps().get(i), log);
      }
      int last = spec.steps().size() + 2;
      begin(last);
      log.line("Cleaning up orphan processes");
      end(last, "success");
      return new Ending(conclusion, log.annotations(), file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run job " + job.id() + " in " + home, e);
    } finally {
      Folders.delete(home);
    }
  }

  private void prepare(JobLog log) throws IOException {
    begin(1);
    Files.createDirectories(workspace);
    Files.createDirectories(setup.toolCache());
    Files.createDirectories(home.resolve("home"));
    Files.createDirectories(home.resolve("temp"));
    log.line("Current runner version: '2.330.0'");
    log.group(
        "Operating System",
        List.of(System.getProperty("os.name", ""), System.getProperty("os.version", "")));
    log.group("Runner Image", List.of("Image: sandbox", "Version: 20261101.1.0"));
    log.line("Prepare workflow directory");
    log.line("Prepare all required actions");
    spec.steps().stream()
        .map(StepSpec::uses)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(uses ->
            log.line("Download action repository '" + uses + "' (SHA:" + commitOf(uses) + ")"));
    log.line("Complete job name: " + spec.plan().name());
    job.run().origin().repo().git().reader().checkout(job.run().origin().headSha(), workspace);
    end(1, "success");
  }

  /** Made up, but always the same for the same reference. */
  private static String commitOf(String uses) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(uses.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  private void step(int number, StepSpec step, JobLog log)
      throws IOException, InterruptedException {
    boolean green = conclusion.equals("success");
    boolean due =
        switch (step.condition()) {
          case SUCCESS -> green;
          case FAILURE -> !green;
          case ALWAYS -> true;
        };
    if (!due) {
      end(number, "skipped");
      return;
    }
    begin(number);
    String outcome = step.script() == null ? action(step, log) : script(number, step, log);
    boolean forgiven = outcome.equals("failure") && step.mayFail();
    end(number, forgiven ? "success" : outcome);
    if (green && !forgiven) {
      conclusion = outcome;
    }
  }

  /** The tree is there from the start, and so is this JVM's Java: these have nothing left to do. */
  private static String action(StepSpec step, JobLog log) {
    String uses = String.valueOf(step.uses());
    log.group("Run " + uses, List.of());
    if (uses.startsWith("actions/checkout@") || uses.startsWith("actions/setup-java@")) {
      return "success";
    }
    log.error("Unable to resolve action " + uses + ", the sandbox does not have it");
    return "failure";
  }

  private String script(int number, StepSpec step, JobLog log)
      throws IOException, InterruptedException {
    Map<String, String> env = new StepEnvironment(job, spec, setup, home).of(step);
    String text =
        Expressions.fill(String.valueOf(step.script()), StepEnvironment.values(job, spec));
    Path script = home.resolve("temp").resolve("step-" + number + ".sh");
    Files.writeString(script, text);
    log.group("Run " + text.lines().findFirst().orElse(""), header(step, text));
    Path folder = workspace.resolve(step.folder());
    if (!Files.isDirectory(folder)) {
      log.error(
          "An error occurred trying to start process '/usr/bin/sh' with working directory '"
              + folder
              + "'. No such file or directory");
      return "failure";
    }
    Duration left = Duration.between(world.clock().instant(), deadline);
    OptionalInt exit = StepProcess.run(script, folder, env, left, log::printed);
    if (exit.isEmpty()) {
      log.error(
          "The job running on runner sandbox-1 has exceeded the maximum execution time of "
              + spec.limit().toMinutes()
              + " minutes.");
      log.error("The operation was canceled.");
      return "cancelled";
    }
    if (exit.getAsInt() != 0) {
      log.error("Process completed with exit code " + exit.getAsInt() + ".");
      return "failure";
    }
    return "success";
  }

  private List<String> header(StepSpec step, String text) {
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> lines.add("\u001b[36;1m" + line + "\u001b[0m"));
    lines.add("shell: /usr/bin/sh -e {0}");
    Map<String, String> shown = new LinkedHashMap<>(spec.env());
    shown.putAll(step.env());
    if (!shown.isEmpty()) {
      lines.add("env:");
      shown.forEach((name, value) -> lines.add("  " + name + ": " + value));
    }
    return lines;
  }

  private void begin(int number) {
    change(step(number).begun(world.now()));
  }

  private void end(int number, String how) {
    change(step(number).ended(how, world.now()));
  }

  private Step step(int number) {
    return job.state().steps().get(number - 1);
  }

  private void change(Step step) {
    world.change(() -> job.become(job.state().with(step)));
  }
}
