package io.closedloop.core.intake;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of GitHub that closedloop knows, and which of them it acts upon in this version. */
public final class GitHubEvents {
  /** Those that tell of the App and name no repository. */
  static final Set<String> INSTALLATIONS =
      Set.of("installation", "installation_repositories", "installation_target");

  private static final Set<String> ACTED_UPON =
      Set.of(
          "ping",
          "workflow_run",
          "push",
          "pull_request",
          "installation",
          "installation_repositories",
          "installation_target");

  private static final Set<String> KNOWN =
      Set.of(
          "ping",
          "workflow_run",
          "workflow_job",
          "check_run",
          "check_suite",
          "merge_group",
          "status",
          "push",
          "pull_request",
          "issue_comment",
          "deployment_status",
          "dependabot_alert",
          "code_scanning_alert",
          "secret_scanning_alert",
          "installation",
          "installation_repositories",
          "installation_target",
          "repository_dispatch",
          "workflow_dispatch");

  private GitHubEvents() {}

  /** Whether anything follows from such an event. */
  public static boolean actedUpon(String event) {
    return ACTED_UPON.contains(event);
  }

  /**
   * Why nothing follows from such an event, for the list of deliveries; empty when something may.
   *
   * @param action as the payload has it; empty text when it has none
   */
  static Optional<String> nothing(String event, String action) {
    if (!actedUpon(event)) {
      return Optional.of("counted; nothing follows from this event");
    }
    return switch (event) {
      case "workflow_run" ->
          action.equals("completed")
              ? Optional.empty()
              : Optional.of("nothing: the run has not ended");
      case "pull_request" ->
          Set.of("closed", "synchronize").contains(action)
              ? Optional.empty()
              : Optional.of("nothing: neither closed nor pushed to");
      default -> Optional.empty();
    };
  }

  /**
   * The event for a metric's label; {@code other} for what is not known, so that labels stay few.
   */
  public static String label(@Nullable String event) {
    return event != null && KNOWN.contains(event) ? event : "other";
  }
}
