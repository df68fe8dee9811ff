package io.closedloop.core.recover;

import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.PlannedAction;
import java.util.ArrayList;
import java.util.List;

/**
 * Why an incident is handed to people, in plain words: what was tried, and which guard stopped the
 * rest.
 */
final class Explanation {
  private Explanation() {}

  static String of(Incident incident) {
    List<String> parts = new ArrayList<>();
    for (Attempt attempt : incident.attempts()) {
      parts.add(
          attempt.action()
              + (rejected(attempt)
                  ? " was proposed and rejected"
                  : " was tried and ended "
                      + (attempt.outcome().equals(Attempt.OUTAGE)
                          ? "red, as an outage lasted"
                          : attempt.outcome())));
    }
    for (PlannedAction action : incident.plan()) {
      String declined = incident.declined().get(action.action());
      if (declined != null) {
        parts.add(action.action() + ": " + declined);
      } else if (action.mode().equals(PlannedAction.OFF)) {
        String off =
            action.steps().stream().filter(s -> s.startsWith("off")).findFirst().orElse("off");
        parts.add(action.action() + " was not tried: " + off.replaceFirst("^off: ", ""));
      }
    }
    String why =
        parts.isEmpty() ? "no action is known for this category" : String.join("; ", parts);
    if (incident.attempts().isEmpty()) {
      return "No known repair fits this failure, so it is left to people (" + why + ")";
    }
    return incident.attempts().stream().allMatch(Explanation::rejected)
        ? "What was proposed was rejected, and nothing was written (" + why + ")"
        : "What was tried did not turn it green (" + why + ")";
  }

  private static boolean rejected(Attempt attempt) {
    return attempt.outcome().equals("rejected");
  }
}
