package io.closedloop.core.http.view;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.PlannedAction;
import java.util.List;
import java.util.Optional;

/**
 * One action of the plan, and the answer to "why did it not fix this?".
 *
 * @param became what came of it for the present failure; empty when nothing did yet
 * @param steps each rule that was asked, in order, with what it said
 */
public record PlanRow(String action, Badge mode, String became, List<Rule> steps) {

  /** One rule; {@code decides} when it gave the mode. */
  public record Rule(String text, boolean decides) {}

  static PlanRow of(PlannedAction action, Incident incident) {
    Tone tone =
        switch (action.mode()) {
          case PlannedAction.AUTOMATIC -> Tone.GOOD;
          case PlannedAction.SUPERVISED -> Tone.WAIT;
          default -> Tone.PLAIN;
        };
    return new PlanRow(
        action.action(),
        Badge.of(action.mode(), tone),
        Visible.text(became(action, incident)),
        rules(action));
  }

  /** Each rule may only narrow what an earlier one gave: the first that says the mode decided. */
  private static List<Rule> rules(PlannedAction action) {
    Optional<String> decides =
        action.steps().stream().filter(step -> step.startsWith(action.mode() + ":")).findFirst();
    return action.steps().stream()
        .map(
            step -> new Rule(Visible.text(step), decides.isPresent() && decides.get().equals(step)))
        .toList();
  }

  private static String became(PlannedAction action, Incident incident) {
    String declined = incident.declined().get(action.action());
    if (declined != null) {
      return "not tried: " + declined;
    }
    int tries = incident.tries(action.action());
    return switch (tries) {
      case 0 -> "";
      case 1 ->
          action.tries() == 1 ? "tried" : "tried once, may be tried " + action.tries() + " times";
      default -> "tried " + tries + " times of " + Math.max(tries, action.tries());
    };
  }
}
