package io.closedloop.core.http;

import io.closedloop.core.http.view.DeliveryRow;
import io.closedloop.core.http.view.IncidentList;
import io.closedloop.core.http.view.IncidentSheet;
import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages for people; they need no script. */
final class PageRoutes {
  private static final int ROWS = 50;
  private static final int REFRESH_SECONDS = 10;
  private final IncidentReader incidents;
  private final Store store;
  private final PluginRows plugins;
  private final InstantSource clock;
  private final Pages pages;
  private final DecisionForm decisions;

  @Inject
  PageRoutes(
      IncidentReader incidents,
      Store store,
      PluginRows plugins,
      InstantSource clock,
      Pages pages,
      DecisionForm decisions) {
    this.incidents = incidents;
    this.store = store;
    this.plugins = plugins;
    this.clock = clock;
    this.pages = pages;
    this.decisions = decisions;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(pages.assets().routes());
    Contract list =
        Contract.page("page of incidents")
            .query(Parameters.STATE)
            .query(Parameters.REPOSITORY)
            .query(Parameters.CATEGORY)
            .query(Parameters.PRIORITY)
            .query(Parameters.CURSOR);
    routes.add(new Route("GET", "/", Access.page(), list, this::list));
    routes.add(new Route("GET", "/incidents", Access.page(), list, this::list));
    routes.add(
        new Route(
            "GET",
            "/incidents/{id}",
            Access.page(),
            Contract.page("page of one incident").path(Parameters.ID).problems(404),
            this::incident));
    routes.add(
        new Route(
            "POST",
            "/incidents/{id}/approval",
            Access.form(Role.APPROVER),
            Contract.of("approves or rejects a proposal")
                .path(Parameters.ID)
                .takesFields("decision", "proposal", "token", "by")
                .leadsOn()
                .problems(404, 409, 413, 415),
            decisions::decide));
    routes.add(
        new Route(
            "GET",
            "/deliveries",
            Access.page(),
            Contract.page("page of deliveries").query(Parameters.BEFORE),
            this::deliveries));
    routes.add(
        new Route(
            "GET", "/plugins", Access.page(), Contract.page("page of plugins"), this::plugins));
    return routes;
  }

  private Answer list(Call call) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String name : List.of("state", "repository", "category", "priority", "cursor")) {
      call.query(name).ifPresent(value -> query.put(name, value));
    }
    IncidentList list = IncidentList.of(incidents.page(call, ROWS), query, clock.instant());
    int refresh = query.containsKey("cursor") ? 0 : REFRESH_SECONDS;
    return pages.page("incidents", "Incidents", "/", refresh, Map.of("list", list));
  }

  private Answer incident(Call call) {
    IncidentReader.Found found = incidents.find(call.path("id"));
    IncidentSheet sheet =
        IncidentSheet.of(
            found.incident(),
            found.timeline(),
            found.expected().words(),
            found.explanations(),
            outage(found.outage()),
            clock.instant());
    return pages.page(
        "incident", sheet.title(), "/", sheet.live() ? REFRESH_SECONDS : 0, Map.of("sheet", sheet));
  }

  private static @Nullable String outage(IncidentReader.@Nullable Hit outage) {
    return outage == null
        ? null
        : outage.why() == null ? outage.what() : "Nothing is run again now: " + outage.why();
  }

  private Answer deliveries(Call call) {
    Instant now = clock.instant();
    List<Deliveries.Row> rows = SystemRoutes.page(store, call, ROWS);
    Map<String, Object> model = new HashMap<>();
    model.put("rows", rows.stream().map(row -> DeliveryRow.of(row, now)).toList());
    model.put("older", rows.size() < ROWS ? null : "/deliveries?before=" + rows.getLast().id());
    return pages.page("deliveries", "Deliveries", "/deliveries", 0, model);
  }

  private Answer plugins(Call call) {
    return pages.page("plugins", "Plugins", "/plugins", 0, Map.of("rows", plugins.all()));
  }
}
