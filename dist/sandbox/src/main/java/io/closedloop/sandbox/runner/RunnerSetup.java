package io.closedloop.sandbox.runner;

import java.nio.file.Path;
import java.util.Map;

/** Where jobs are run and what every step finds in its environment beside the usual. */
public record RunnerSetup(Path folder, Path javaHome, Map<String, String> env) {
  public RunnerSetup {
    env = Map.copyOf(env);
  }

  /** What all jobs share. */
  Path toolCache() {
    return folder.resolve("tool-cache");
  }
}
