package io.closedloop.core.incident;

import io.closedloop.api.Priority;
import io.closedloop.api.StepResult;
import io.closedloop.core.journal.Fact;
import io.closedloop.core.journal.Personal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to an incident. Its state is the fold of these. */
public sealed interface IncidentFact extends Fact {

  /**
   * Something failed that no open incident covers.
   *
   * @param chainDepth how many incidents that our own writes caused led here
   * @param causedBy the incident whose own push failed, null for none
   */
  record IncidentOpened(Failure failure, int chainDepth, @Nullable String causedBy)
      implements IncidentFact {}

  /**
   * It failed again: a later attempt, our own commit, or another commit with the same root cause.
   */
  record FailureJoined(Failure failure) implements IncidentFact {}

  /** How urgent it is from now on; the reasons stand in the order in which they were weighed. */
  record PriorityFound(Priority level, List<String> reasons) implements IncidentFact {
    public PriorityFound {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Something failed because of what closedloop itself wrote, deeper than the limit; no incident
   * was opened for it.
   */
  record LoopGuarded(String what) implements IncidentFact {}

  /** The actions to be tried, in order. */
  record RecoveryPlanned(List<PlannedAction> actions) implements IncidentFact {}

  /** An action will be asked at a later time. */
  record ActionDelayed(String action, Instant until, String why) implements IncidentFact {}

  /** What may be carried out does not begin yet; it stays as it was proposed and approved. */
  record ActionHeld(String action, String why) implements IncidentFact {}

  /** An action had nothing to offer, or may not be tried. */
  record ActionDeclined(String action, String why) implements IncidentFact {}

  /** Plugin code threw, hung or answered null; {@code detail} is a stack trace or empty. */
  record PluginFailed(String plugin, String what, String problem, String detail)
      implements IncidentFact {}

  /** An analysis that changes nothing. */
  record FindingsMade(String action, String title, String markdown) implements IncidentFact {}

  /**
   * An action proposed steps that are within its boundaries.
   *
   * @param attempt counts from 1 within the incident
   * @param proposal the stored proposal, as JSON
   * @param digest what an approval is bound to
   * @param preview what would change, as people read it
   */
  record ActionProposed(
      int attempt, String action, String why, String proposal, String digest, String preview)
      implements IncidentFact {}

  /** An action proposed something that it may not do. */
  record ProposalRefused(String action, List<String> reasons) implements IncidentFact {}

  /** The proposal needs no person; it is carried out. */
  record ActionCleared(String digest) implements IncidentFact {}

  /** The proposal waits for a person. */
  record ApprovalAsked(String digest, Instant expires) implements IncidentFact {}

  /** A person decided. */
  record ApprovalGiven(String digest, boolean approved, @Personal String by)
      implements IncidentFact {}

  /** Nobody decided in time, which means no. */
  record ApprovalExpired(String digest) implements IncidentFact {}

  /**
   * An effect is about to be carried out.
   *
   * @param step counts from 0
   * @param key names this effect for ever; it is in the commit's trailer
   * @param guard what a second execution is recognised by: the expected head or the run attempt
   */
  record EffectBegun(int attempt, int step, String key, String guard) implements IncidentFact {}

  /** An effect was carried out, refused, failed, or is unknown. */
  record EffectDone(int attempt, int step, StepResult result) implements IncidentFact {}

  /** The steps are done; GitHub's own result is awaited. */
  record ProofAwaited(int attempt, ProofTarget target, Instant deadline) implements IncidentFact {}

  /**
   * The attempt is over: {@code green}, {@code red}, {@code outage} when it is red while an outage
   * lasts that holds the incident, or {@code none} when no proof exists for it.
   */
  record ProofArrived(int attempt, String verdict, String explanation) implements IncidentFact {}

  /** People must look; the incident stays open. */
  record IncidentEscalated(String why) implements IncidentFact {}

  /** It is over. */
  record IncidentEnded(Outcome outcome, String why) implements IncidentFact {}

  /** A person closed it; {@code why} is what they said, perhaps nothing. */
  record IncidentDismissed(@Personal String by, @Personal String why) implements IncidentFact {}

  /** A channel delivered the state of the incident. */
  record ChannelTold(String channel, @Nullable String where) implements IncidentFact {}

  /** A channel could not, or would not, deliver. */
  record ChannelFailed(String channel, String why) implements IncidentFact {}
}
