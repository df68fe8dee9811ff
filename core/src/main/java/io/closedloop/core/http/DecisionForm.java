package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.util.Map;

/** Takes the form below a proposal. */
final class DecisionForm {
  private final Gate gate;
  private final IncidentRoutes incidents;

  @Inject
  DecisionForm(Gate gate, IncidentRoutes incidents) {
    this.gate = gate;
    this.incidents = incidents;
  }

  Answer decide(Call call) {
    Map<String, String> form = call.form();
    Caller caller = gate.checkForm(call, form.getOrDefault("token", ""), Role.APPROVER);
    String id = call.path("id");
    incidents.decide(
        id,
        verdict(form.getOrDefault("decision", "")),
        form.getOrDefault("proposal", ""),
        IncidentRoutes.named(form.get("by"), caller));
    return Answer.seeOther("/incidents/" + id);
  }

  private static IncidentRoutes.Verdict verdict(String word) {
    return switch (word) {
      case "approve" -> IncidentRoutes.Verdict.APPROVE;
      case "reject" -> IncidentRoutes.Verdict.REJECT;
      default -> throw new HttpProblem(400, "decision must be \"approve\" or \"reject\"");
    };
  }
}
