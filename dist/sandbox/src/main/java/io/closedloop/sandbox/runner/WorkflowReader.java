package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.runner.WorkflowFile.Condition;
import io.closedloop.sandbox.runner.WorkflowFile.JobSpec;
import io.closedloop.sandbox.runner.WorkflowFile.StepSpec;
import io.closedloop.sandbox.runner.WorkflowFile.Trigger;
import io.closedloop.sandbox.world.Job;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Turns the text of a workflow file into what is to be run. */
final class WorkflowReader {
  private static final long DEFAULT_MINUTES = 10;

  private WorkflowReader() {}

  /** The file is no workflow that could be started. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static WorkflowFile read(String path, String text) throws Unreadable {
    try {
      Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
      Map<?, ?> file = map(root);
      // YAML 1.1 reads a bare `on` as true.
      Object on = file.containsKey("on") ? file.get("on") : file.get(true);
      List<JobSpec> jobs = new ArrayList<>();
      for (Map.Entry<?, ?> job : map(file.get("jobs")).entrySet()) {
        unroll(
            String.valueOf(job.getKey()), map(job.getValue()), env(file), folder(file, "."), jobs);
      }
      if (jobs.isEmpty()) {
        throw new Unreadable(path + " has no jobs", null);
      }
      checkOrder(path, jobs);
      return new WorkflowFile(text(file.get("name"), path), triggers(on), jobs);
    } catch (YAMLException | ClassCastException | NumberFormatException e) {
      throw new Unreadable(path + " is no workflow: " + e.getMessage(), e);
    }
  }

  /** GitHub takes jobs in any order; here each must stand below those it needs. */
  private static void checkOrder(String path, List<JobSpec> jobs) throws Unreadable {
    Set<String> above = new HashSet<>();
    for (JobSpec job : jobs) {
      for (String need : job.plan().needs()) {
        if (!above.contains(need)) {
          throw new Unreadable(
              path + ": no job " + need + " stands above " + job.plan().key(), null);
        }
      }
      above.add(job.plan().key());
    }
  }

  private static List<Trigger> triggers(@Nullable Object on) {
    List<Trigger> triggers = new ArrayList<>();
    if (on instanceof Map<?, ?> events) {
      events.forEach((event, filter) ->
          triggers.add(new Trigger(String.valueOf(event), texts(map(filter).get("branches")))));
    } else {
      texts(on).forEach(event -> triggers.add(new Trigger(event, List.of())));
    }
    return triggers;
  }

  private static void unroll(
      String key,
      Map<?, ?> job,
      Map<String, String> outer,
      String outerFolder,
      List<JobSpec> into) {
    Map<String, String> env = new LinkedHashMap<>(outer);
    env.putAll(env(job));
    Object minutes = job.get("timeout-minutes");
    Duration limit =
        Duration.ofMinutes(minutes == null ? DEFAULT_MINUTES : Long.parseLong(minutes.toString()));
    List<StepSpec> steps = new ArrayList<>();
    for (Object step : list(job.get("steps"))) {
      steps.add(step(map(step), folder(job, outerFolder)));
    }
    for (Map<String, String> cell : matrix(map(map(job.get("strategy")).get("matrix")))) {
      String plain = text(job.get("name"), key);
      String name =
          cell.isEmpty() || plain.contains("${{")
              ? Expressions.fill(plain, Expressions.matrix(cell))
              : plain + " (" + String.join(", ", cell.values()) + ")";
      Job.Plan plan = new Job.Plan(key, name, texts(job.get("needs")));
      into.add(new JobSpec(plan, env, cell, limit, steps));
    }
  }

  private static List<Map<String, String>> matrix(Map<?, ?> axes) {
    List<Map<String, String>> cells = List.of(Map.of());
    for (Map.Entry<?, ?> axis : axes.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> cell : cells) {
        for (String value : texts(axis.getValue())) {
          Map<String, String> next = new LinkedHashMap<>(cell);
          next.put(String.valueOf(axis.getKey()), value);
          longer.add(next);
        }
      }
      cells = longer;
    }
    return cells;
  }

  private static StepSpec step(Map<?, ?> step, String folder) throws ClassCastException {
    Object script = step.get("run");
    Object uses = step.get("uses");
    String shown =
        script == null ? String.valueOf(uses) : script.toString().lines().findFirst().orElse("");
    Condition condition =
        switch (text(step.get("if"), "success()").replaceAll("[\\s${}]", "")) {
          case "always()" -> Condition.ALWAYS;
          case "failure()" -> Condition.FAILURE;
          case "success()" -> Condition.SUCCESS;
          case String other ->
              throw new ClassCastException("the sandbox does not know the condition " + other);
        };
    return new StepSpec(
        text(step.get("name"), "Run " + shown),
        script == null ? null : script.toString(),
        uses == null ? null : uses.toString(),
        env(step),
        text(step.get("working-directory"), folder),
        condition,
        Boolean.TRUE.equals(step.get("continue-on-error")));
  }

  /** Where a workflow or a job has its scripts run. */
  private static String folder(Map<?, ?> owner, String otherwise) {
    return text(map(map(owner.get("defaults")).get("run")).get("working-directory"), otherwise);
  }

  private static Map<String, String> env(Map<?, ?> owner) {
    Map<String, String> env = new LinkedHashMap<>();
    map(owner.get("env")).forEach((name, value) -> env.put(name.toString(), text(value, "")));
    return env;
  }

  private static Map<?, ?> map(@Nullable Object node) {
    return node == null ? Map.of() : (Map<?, ?>) node;
  }

  private static List<?> list(@Nullable Object node) {
    return node == null ? List.of() : (List<?>) node;
  }

  /** A list of texts, which YAML authors may write as one text. */
  private static List<String> texts(@Nullable Object node) {
    return node instanceof List<?> items
        ? items.stream().map(String::valueOf).toList()
        : node == null ? List.of() : List.of(node.toString());
  }

  private static String text(@Nullable Object node, String otherwise) {
    return node == null ? otherwise : node.toString();
  }
}
