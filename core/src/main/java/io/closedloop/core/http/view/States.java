package io.closedloop.core.http.view;

import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.util.List;
import java.util.stream.Stream;

/** The states of incidents in words and colours. */
public final class States {
  private static final List<String> WORDS =
      Stream.concat(Stream.of("open", "escalated"), Stream.of(Outcome.values()).map(Outcome::word))
          .toList();

  private States() {}

  /** Every word that a state can be called by. */
  public static List<String> words() {
    return WORDS;
  }

  /** The badge of a row that knows the words only. */
  public static Badge badge(String state, String phase) {
    return switch (state) {
      case "open" -> Badge.of(phase, phase.equals("awaiting_approval") ? Tone.WAIT : Tone.BUSY);
      case "escalated" -> Badge.of("needs a person", Tone.BAD);
      case "recovered", "fixed_by_human" -> Badge.of(state, Tone.GOOD);
      default -> Badge.of(state, Tone.PLAIN);
    };
  }

  /** What the incident is doing, in one sentence. */
  public static String sentence(State state) {
    return switch (state) {
      case State.Undecided _ -> "Deciding what can be done.";
      case State.Choosing _ -> "Choosing the next action of the plan.";
      case State.Waiting(String action, var until) ->
          "Waiting until " + When.exact(until) + ", then " + action + " is asked.";
      case State.Proposed _ -> "A proposal was made; its mode is being applied.";
      case State.AwaitingApproval(String _, var expires) ->
          "Waiting for a person to approve or reject the proposal, until "
              + When.exact(expires)
              + "; no answer means no.";
      case State.Acting(int step) -> "Carrying out step " + (step + 1) + ".";
      case State.Begun(int step, String _, String _) -> "Step " + (step + 1) + " has begun.";
      case State.Proving(var _, var deadline) ->
          "Done; waiting for GitHub's own result as proof, until "
              + When.exact(deadline)
              + " at the latest.";
      case State.Escalated(String why) -> why;
      case State.Ended(Outcome _, String why) -> why;
    };
  }
}
