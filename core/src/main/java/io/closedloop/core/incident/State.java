package io.closedloop.core.incident;

import java.time.Instant;

/** Where an incident stands; each state holds only what is true in it. */
public sealed interface State {

  /** No plan was made for its present failure. */
  record Undecided() implements State {}

  /** The next action of the plan is to be chosen. */
  record Choosing() implements State {}

  /** The action is asked when the time has come. */
  record Waiting(String action, Instant until) implements State {}

  /** The last attempt's proposal is stored, its mode is to be applied. */
  record Proposed() implements State {}

  /** A person must decide. */
  record AwaitingApproval(String digest, Instant expires) implements State {}

  /** The step of the last attempt is next. */
  record Acting(int step) implements State {}

  /**
   * The step was begun and its end was not recorded yet; after a restart the repeat policy decides.
   */
  record Begun(int step, String key, String guard) implements State {}

  /** GitHub's own result is awaited. */
  record Proving(ProofTarget target, Instant deadline) implements State {}

  /** Handed to people. */
  record Escalated(String why) implements State {}

  /** Over. */
  record Ended(Outcome outcome, String why) implements State {}

  /** The word that people and programs see. */
  default String word() {
    return switch (this) {
      case Undecided _,
          Choosing _,
          Waiting _,
          Proposed _,
          AwaitingApproval _,
          Acting _,
          Begun _,
          Proving _ ->
          "open";
      case Escalated _ -> "escalated";
      case Ended(Outcome outcome, String _) -> outcome.word();
    };
  }

  /** One word more on what an open incident is doing. */
  default String phase() {
    return switch (this) {
      case Undecided _, Choosing _ -> "deciding";
      case Waiting _ -> "waiting";
      case Proposed _, Acting _, Begun _ -> "acting";
      case AwaitingApproval _ -> "awaiting_approval";
      case Proving _ -> "proving";
      case Escalated _ -> "escalated";
      case Ended(Outcome outcome, String _) -> outcome.word();
    };
  }

  /** Whether recovery goes on by itself. */
  default boolean active() {
    return "open".equals(word());
  }
}
