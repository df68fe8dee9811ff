package io.closedloop.core.incident;

import java.util.List;

/**
 * One action of a plan, and how it came to be allowed, supervised or stopped.
 *
 * @param mode {@code automatic}, {@code supervised}, or {@code off} when a guard stopped it
 * @param steps each rule that was asked, in order, with what it said
 * @param tries how often it may be carried out for this incident
 * @param backoff whether each try waits by the retry policy first
 */
public record PlannedAction(
    String action, String mode, List<String> steps, int tries, boolean backoff) {

  /** Carried out without asking. */
  public static final String AUTOMATIC = "automatic";

  /** Waits for a person's approval. */
  public static final String SUPERVISED = "supervised";

  /** Stopped by a guard. */
  public static final String OFF = "off";

  public PlannedAction {
    steps = List.copyOf(steps);
  }
}
