package io.closedloop.core.plan;

import io.closedloop.api.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the operator allows, as the planner needs it.
 *
 * @param enabled {@code automation.enabled}
 * @param defaultMode {@code automation.default_recovery_mode}: automatic, supervised or
 *     analysis_only
 * @param categories the actions listed for each category
 * @param allowedGroups {@code security.restrictions.allowed_actions}
 * @param off instances that are configured but switched off
 * @param ownPullRequest whether each repair gets a pull request of its own
 * @param priorityModes {@code automation.priority_overrides}; words as in the default mode
 */
public record Policy(
    boolean enabled,
    String defaultMode,
    Map<String, ActionLists> categories,
    Set<String> allowedGroups,
    Set<String> off,
    Retries retries,
    Limits limits,
    boolean ownPullRequest,
    Map<Priority, String> priorityModes) {

  public Policy {
    categories = Map.copyOf(categories);
    allowedGroups = Set.copyOf(allowedGroups);
    off = Set.copyOf(off);
    priorityModes = Map.copyOf(priorityModes);
  }

  /** The mode that the operator wants for a priority; empty where they want none in particular. */
  public Optional<String> modeOf(@Nullable Priority priority) {
    return priority == null ? Optional.empty() : Optional.ofNullable(priorityModes.get(priority));
  }

  /** The actions of one category: carried out without asking, and after approval. */
  public record ActionLists(List<String> automatic, List<String> supervised) {
    public ActionLists {
      automatic = List.copyOf(automatic);
      supervised = List.copyOf(supervised);
    }
  }

  /**
   * How long to wait before a re-run, and how often.
   *
   * @param enabled whether anything is re-run at all
   * @param jitter as a fraction of the delay
   */
  public record Backoff(
      boolean enabled,
      int maxAttempts,
      Duration base,
      double multiplier,
      Duration cap,
      double jitter) {}

  /**
   * Budgets of writes and of time.
   *
   * @param concurrentActions how many actions of one repository may be executing at once
   * @param actionTimeout the deadline of one call into an action
   * @param recoveryTimeout the time that one recovery may spend executing, without backoff,
   *     approval and CI
   * @param approvalExpires how long a proposal waits for a person
   */
  public record Limits(
      int writesPerIncident,
      int writesPerRepositoryPerDay,
      int writesPerDay,
      int concurrentActions,
      Duration actionTimeout,
      Duration recoveryTimeout,
      Duration approvalExpires) {}
}
