package io.closedloop.core.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says whether the server can do its work, condition by condition. */
public final class Readiness {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private final List<ReadyCheck> checks;

  /** Ready when all of these are. */
  public Readiness(List<ReadyCheck> checks) {
    this.checks = List.copyOf(checks);
  }

  /**
   * What is wrong by condition; an empty map means ready. A check that throws is a problem, told in
   * the log only.
   */
  Map<String, String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    for (ReadyCheck check : checks) {
      try {
        check.problem().get().ifPresent(problem -> problems.put(check.name(), problem));
      } catch (RuntimeException e) {
        log.warn("The readiness check {} failed", check.name(), e);
        problems.put(check.name(), "the check failed; the server's log says why");
      }
    }
    return problems;
  }
}
