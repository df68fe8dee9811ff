package io.closedloop.sandbox.runner;

import io.closedloop.sandbox.runner.WorkflowFile.JobSpec;
import io.closedloop.sandbox.runner.WorkflowFile.StepSpec;
import io.closedloop.sandbox.world.Job;
import io.closedloop.sandbox.world.Run;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The environment of a step: nothing of this process but the path. */
record StepEnvironment(Job job, JobSpec spec, RunnerSetup setup, Path home) {

  Map<String, String> of(StepSpec step) {
    Map<String, String> env = new LinkedHashMap<>();
    String inherited = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    env.put("PATH", setup.javaHome().resolve("bin") + File.pathSeparator + inherited);
    env.put("JAVA_HOME", setup.javaHome().toString());
    env.put("HOME", home.resolve("home").toString());
    env.put("TMPDIR", home.resolve("temp").toString());
    env.put("RUNNER_TEMP", home.resolve("temp").toString());
    // as on a runner of one's own: what a job leaves here, the next one finds
    env.put("RUNNER_TOOL_CACHE", setup.toolCache().toString());
    env.put("LANG", "C.UTF-8");
    env.put("CI", "true");
    env.put("GITHUB_ACTIONS", "true");
    env.put("GITHUB_WORKSPACE", home.resolve("work").toString());
    values(job, spec)
        .forEach((name, value) -> {
          if (name.startsWith("github.")) {
            env.put(name.replace('.', '_').toUpperCase(Locale.ROOT), value);
          }
        });
    env.putAll(setup.env());
    Map<String, String> values = values(job, spec);
    spec.env().forEach((name, value) -> env.put(name, Expressions.fill(value, values)));
    step.env().forEach((name, value) -> env.put(name, Expressions.fill(value, values)));
    return env;
  }

  /** What expressions may name. */
  static Map<String, String> values(Job job, JobSpec spec) {
    Run run = job.run();
    Run.Origin origin = run.origin();
    Map<String, String> values = Expressions.matrix(spec.matrix());
    values.put("github.repository", origin.repo().fullName());
    values.put("github.sha", origin.headSha());
    values.put("github.ref", "refs/heads/" + origin.headBranch());
    values.put("github.ref_name", origin.headBranch());
    values.put("github.event_name", origin.event());
    values.put("github.run_id", String.valueOf(run.id()));
    values.put("github.run_number", String.valueOf(run.number()));
    values.put("github.run_attempt", String.valueOf(job.attempt()));
    values.put("github.workflow", run.workflow().name());
    values.put("github.job", spec.plan().key());
    values.put("github.actor", origin.actor().login());
    return values;
  }
}
