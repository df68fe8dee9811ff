package io.closedloop.core.http;

import io.closedloop.core.incident.IncidentPage;
import io.closedloop.core.recover.Approvals;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        new Route(
            "GET",
            "/api/v1/incidents",
            Access.api(Role.VIEWER),
            Contract.of("incidents, newest first")
                .query(Parameters.STATE)
                .query(Parameters.REPOSITORY)
                .query(Parameters.CATEGORY)
                .query(Parameters.PRIORITY)
                .query(Parameters.LIMIT)
                .query(Parameters.CURSOR)
                .answersPage(IncidentPage.Row.class),
            this::list),
        new Route(
            "GET",
            "/api/v1/incidents/{id}",
            Access.api(Role.VIEWER),
            Contract.of("an incident with its whole timeline")
                .path(Parameters.ID)
                .answers(200, IncidentDocument.class)
                .problems(404),
            this::one),
        new Route(
            "POST",
            "/api/v1/incidents/{id}/approval",
            Access.api(Role.APPROVER),
            Contract.of("approves or rejects a proposal")
                .path(Parameters.ID)
                .takes(Decision.class)
                .answers(200, Decided.class)
                .problems(404, 408, 409, 413, 415),
            this::decide),
        new Route(
            "POST",
            "/api/v1/incidents/{id}/dismissal",
            Access.api(Role.OPERATOR),
            Contract.of("closes an incident")
                .path(Parameters.ID)
                .takes(Dismissal.class)
                .answers(200, Dismissed.class)
                .problems(404, 408, 409, 413, 415),
            this::dismiss));
  }

  /** Yes or no. */
  enum Verdict {
    APPROVE,
    REJECT
  }

  /**
   * What a person says about a proposal.
   *
   * @param proposal digest of the proposal that is decided about
   * @param by who decides, recorded beside the token's name; that alone unless given
   */
  record Decision(Verdict decision, String proposal, @Nullable String by) {}

  /** A decision that was recorded. */
  record Decided(Verdict decision, String proposal) {}

  /**
   * Why an incident is closed.
   *
   * @param by who closes it, recorded beside the token's name; that alone unless given
   */
  record Dismissal(@Nullable String why, @Nullable String by) {}

  /** The state of an incident that was closed. */
  record Dismissed(String state) {}

  private Answer list(Call call) {
    IncidentPage page = incidents.page(call, call.whole("limit"));
    return json.json(200, new Items<>(page.rows(), page.next()));
  }

  private Answer one(Call call) {
    return json.json(200, IncidentDocument.of(incidents.find(call.path("id")), json));
  }

  private Answer decide(Call call) {
    Decision body = json.read(call, Decision.class);
    decide(call.path("id"), body.decision(), body.proposal(), named(body.by(), call.caller()));
    return json.json(200, new Decided(body.decision(), body.proposal()));
  }

  private Answer dismiss(Call call) {
    Dismissal body = json.read(call, Dismissal.class);
    String why = cut(body.why() == null ? "" : body.why(), 500);
    return switch (approvals.dismiss(call.path("id"), named(body.by(), call.caller()), why)) {
      case RECORDED -> json.json(200, new Dismissed("dismissed"));
      case NO_SUCH_INCIDENT -> throw IncidentReader.noSuchIncident();
      case NOT_WAITING, OTHER_PROPOSAL ->
          throw new HttpProblem(409, "this incident is over already");
    };
  }

  /** Who acts, as they say, and by which token, which they cannot choose. */
  static String named(@Nullable String by, Caller caller) {
    return by == null || by.isBlank() || by.strip().equals(caller.name())
        ? caller.name()
        : cut(by.strip(), 100) + " (token " + caller.name() + ")";
  }

  private static String cut(String text, int most) {
    return text.length() > most ? text.substring(0, most) : text;
  }

  /**
   * Records a decision.
   *
   * @throws HttpProblem when the incident does not wait for it
   */
  void decide(String id, Verdict decision, String proposal, String by) {
    if (proposal.isBlank()) {
      throw new HttpProblem(
          400, "proposal must be the digest of the proposal that is decided about");
    }
    switch (approvals.decide(id, proposal, decision == Verdict.APPROVE, by)) {
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
