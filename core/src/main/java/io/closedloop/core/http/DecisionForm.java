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
    gate.checkForm(call, form.getOrDefault("token", ""));
    String id = IncidentReader.checkedId(call.path("id"));
    String by = form.getOrDefault("by", "").strip();
    incidents.decide(
        id,
        form.getOrDefault("decision", ""),
        form.getOrDefault("proposal", ""),
        by.isEmpty() ? "somebody with the admin token" : by);
    return Answer.seeOther("/incidents/" + id);
  }
}
