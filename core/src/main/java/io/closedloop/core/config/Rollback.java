package io.closedloop.core.config;

import java.util.List;

/**
 * When and how the last good state is brought back.
 *
 * @param strategies names of actions, in the order of trying
 */
public record Rollback(
    boolean enabled,
    boolean automaticRollback,
    Triggers triggers,
    List<String> strategies,
    Timeouts timeouts,
    Protection protection) {

  static final Rollback DEFAULT =
      new Rollback(true, true, Triggers.DEFAULT, List.of(), Timeouts.DEFAULT, Protection.DEFAULT);

  /**
   * What sets a rollback off.
   *
   * @param failureRateThreshold in percent
   */
  public record Triggers(
      @Range(max = 100) double failureRateThreshold,
      @Range(min = 1) int consecutiveFailures,
      boolean criticalFailureDetected,
      boolean securityIncident) {
    static final Triggers DEFAULT = new Triggers(75, 8, true, true);
  }

  /** Limits in seconds, and how often it is tried. */
  public record Timeouts(
      @Range(min = 1) int rollbackExecution,
      @Range(min = 1) int verificationTimeout,
      @Range(max = 10) int maxRollbackAttempts) {
    static final Timeouts DEFAULT = new Timeouts(300, 180, 2);
  }

  /** Branches (globs) and environments that need a person's approval. */
  public record Protection(
      List<String> branches, List<String> environments, boolean requireApproval) {
    static final Protection DEFAULT =
        new Protection(
            List.of("main", "production", "release/*"), List.of("production", "staging"), true);
  }
}
