package io.closedloop.sandbox.demo;

import java.io.File;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Which programs this machine has. */
final class Programs {
  private static final long TO_ANSWER_SECONDS = 20;
  private final Map<String, Boolean> known = new HashMap<>();

  /** Those of them that are not here, or are here and do not run. */
  List<String> missing(List<String> names) throws InterruptedException {
    for (String name : names) {
      if (!known.containsKey(name)) {
        known.put(name, runs(name));
      }
    }
    return names.stream().filter(name -> !Boolean.TRUE.equals(known.get(name))).toList();
  }

  private static boolean runs(String name) throws InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(name, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start();
    } catch (IOException absent) {
      return false;
    }
    try {
      return process.waitFor(TO_ANSWER_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }
}
