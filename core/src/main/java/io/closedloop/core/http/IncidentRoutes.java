package io.closedloop.core.http;

import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.recover.Approvals;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Incidents for programs: lists, one with its whole timeline, and the decision about a proposal.
 */
final class IncidentRoutes {
  private final IncidentReader incidents;
  private final Approvals approvals;
  private final JsonAnswers json;

  @Inject
  IncidentRoutes(IncidentReader incidents, Approvals approvals, JsonAnswers json) {
    this.incidents = incidents;
    this.approvals = approvals;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/api/v1/incidents", Role.ADMIN, "incidents, newest first", this::list),
        new Route(
            "GET",
            "/api/v1/incidents/{id}",
            Role.ADMIN,
            "an incident with its whole timeline",
            this::one),
        new Route(
            "POST",
            "/api/v1/incidents/{id}/approval",
            Role.ADMIN,
            "approves or rejects a proposal",
            this::decide),
        new Route(
            "POST",
            "/api/v1/incidents/{id}/dismissal",
            Role.ADMIN,
            "closes an incident",
            this::dismiss));
  }

  private Answer list(Call call) {
    IncidentPage page = incidents.page(call, 50);
    return json.json(200, new SystemRoutes.Items<>(page.rows(), page.next()));
  }

  private Answer one(Call call) {
    return json.json(200, IncidentDocument.of(incidents.find(call.path("id")), json));
  }

  private Answer decide(Call call) {
    JsonNode body = json.read(call);
    String decision = body.path("decision").asString("");
    String proposal = body.path("proposal").asString("");
    String by = body.path("by").asString("");
    decide(call.path("id"), decision, proposal, by.isBlank() ? "the API's admin token" : by);
    return json.json(200, Map.of("decision", decision, "proposal", proposal));
  }

  private Answer dismiss(Call call) {
    JsonNode body = json.read(call);
    String by = cut(body.path("by").asString(""), 100);
    String why = cut(body.path("why").asString(""), 500);
    String id = IncidentReader.checkedId(call.path("id"));
    return switch (approvals.dismiss(id, by.isBlank() ? "the API's admin token" : by, why)) {
      case RECORDED -> json.json(200, Map.of("state", "dismissed"));
      case NO_SUCH_INCIDENT -> throw IncidentReader.noSuchIncident();
      case NOT_WAITING, OTHER_PROPOSAL ->
          throw new HttpProblem(409, "this incident is over already");
    };
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  /**
   * Records a decision.
   *
   * @throws HttpProblem when it is none, or the incident does not wait for it
   */
  void decide(String id, String decision, String proposal, String by) {
    if (!decision.equals("approve") && !decision.equals("reject")) {
      throw new HttpProblem(400, "decision must be \"approve\" or \"reject\"");
    }
    if (proposal.isEmpty()) {
      throw new HttpProblem(
          400, "proposal must be the digest of the proposal that is decided about");
    }
    String who = cut(by, 100);
    switch (approvals.decide(
        IncidentReader.checkedId(id), proposal, decision.equals("approve"), who)) {
      case RECORDED -> {}
      case NO_SUCH_INCIDENT -> throw IncidentReader.noSuchIncident();
      case NOT_WAITING ->
          throw new HttpProblem(409, "this incident does not wait for a decision (any more)");
      case OTHER_PROPOSAL ->
          throw new HttpProblem(
              409, "this incident waits for a decision about another proposal; look at it again");
    }
  }
}
