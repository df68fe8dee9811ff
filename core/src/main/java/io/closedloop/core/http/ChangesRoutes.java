package io.closedloop.core.http;

import io.closedloop.api.GitHubUnavailable;
import io.closedloop.core.diagnose.SinceGreen;
import io.closedloop.core.diagnose.WhatChanged;
import io.closedloop.core.http.view.ChangesSheet;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What changed since an incident's workflow was last green; GitHub is asked when this is. */
final class ChangesRoutes {
  private final IncidentReader incidents;
  private final SinceGreen changes;
  private final InstantSource clock;
  private final JsonAnswers json;
  private final Pages pages;

  @Inject
  ChangesRoutes(
      IncidentReader incidents,
      SinceGreen changes,
      InstantSource clock,
      JsonAnswers json,
      Pages pages) {
    this.incidents = incidents;
    this.changes = changes;
    this.clock = clock;
    this.json = json;
    this.pages = pages;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/incidents/{id}/changes",
            Access.api(Role.VIEWER),
            Contract.of("what changed since the incident's workflow was last green; asks GitHub")
                .path(Parameters.ID)
                .answers(200, WhatChanged.class)
                .problems(404, 503),
            call -> json.json(200, of(incidents.find(call.path("id")).incident()))),
        new Route(
            "GET",
            "/incidents/{id}/changes",
            Access.page(),
            Contract.page("page of what changed since the workflow was last green")
                .path(Parameters.ID)
                .problems(404, 503),
            this::page));
  }

  private WhatChanged of(Incident incident) {
    Failure failure = incident.failure();
    try {
      return changes.of(failure.run(), failure.jobs().getFirst());
    } catch (GitHubUnavailable away) {
      throw new HttpProblem(503, "GitHub does not answer now; ask again later");
    }
  }

  private Answer page(Call call) {
    Incident incident = incidents.find(call.path("id")).incident();
    ChangesSheet sheet = ChangesSheet.of(incident, of(incident), clock.instant());
    return pages.page("changes", "What changed", "/", 0, Map.of("sheet", sheet));
  }
}
