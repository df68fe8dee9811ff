package io.closedloop.core.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is told what, how soon and how often. */
public record Notifications(
    Map<Level, Route> routing, Templates templates, RateLimiting rateLimiting) {

  static final Notifications DEFAULT =
      new Notifications(Map.of(), Templates.DEFAULT, RateLimiting.DEFAULT);

  /**
   * Where messages of one priority go.
   *
   * @param escalationMinutes after which an unanswered one goes further; null for never
   */
  public record Route(List<String> channels, @Range(min = 1) @Nullable Integer escalationMinutes) {
    static final Route DEFAULT = new Route(List.of(), null);
  }

  /** Title and sections of each kind of message. */
  public record Templates(
      Template failureDetected,
      Template recoverySuccessful,
      Template recoveryFailed,
      Template rollbackTriggered) {
    static final Templates DEFAULT =
        new Templates(
            new Template(
                "CI/CD failure detected: {category}",
                List.of("failure_analysis", "recovery_plan", "timeline")),
            new Template(
                "Automated recovery successful: {category}",
                List.of("recovery_summary", "actions_taken", "performance_metrics")),
            new Template(
                "Automated recovery failed: {category}",
                List.of("failure_analysis", "attempted_actions", "manual_steps")),
            new Template(
                "Emergency rollback triggered: {reason}",
                List.of("rollback_reason", "affected_systems", "recovery_timeline")));
  }

  /** A title with names in braces to be filled in, and names of sections. */
  public record Template(String title, List<String> includeSections) {}

  /** How many messages a channel may send. */
  public record RateLimiting(
      @Range int maxNotificationsPerHour,
      @Range int maxNotificationsPerDay,
      @Range int cooldownMinutes) {
    static final RateLimiting DEFAULT = new RateLimiting(10, 50, 30);
  }
}
