package io.closedloop.core.http;

import io.closedloop.core.http.view.RouteRow;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The description of all routes, for programs as OpenAPI and for people as a page. */
final class ApiRoutes {
  private final JsonAnswers json;
  private final Pages pages;

  @Inject
  ApiRoutes(JsonAnswers json, Pages pages) {
    this.json = json;
    this.pages = pages;
  }

  /** These routes and the two that describe them all. */
  List<Route> with(List<Route> others) {
    List<Route> all = new ArrayList<>(others);
    all.add(
        new Route(
            "GET",
            "/api/v1/openapi.json",
            Access.open(),
            Contract.of("this description, in OpenAPI 3.0").answers(200, Map.class),
            _ -> json.json(200, OpenApi.of(all))));
    all.add(
        new Route("GET", "/api", Access.page(), Contract.page("page of the API"), _ -> page(all)));
    return all;
  }

  private Answer page(List<Route> all) {
    List<RouteRow> rows =
        all.stream()
            .filter(route -> !(route.access() instanceof Access.Page))
            .filter(route -> !(route.access() instanceof Access.Form))
            .map(ApiRoutes::row)
            .toList();
    return pages.page("api", "API", "/api", 0, Map.of("rows", rows));
  }

  private static RouteRow row(Route route) {
    Contract contract = route.contract();
    String takes =
        contract.takes() instanceof Payload.Json(Class<?> type) && type.isRecord()
            ? Schemas.members(type.asSubclass(Record.class))
            : "";
    String query = contract.query().stream().map(Parameter::name).collect(Collectors.joining(", "));
    String statuses =
        contract.answers().keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new RouteRow(
        route.method(),
        route.template(),
        contract.summary(),
        OpenApi.who(route.access()),
        Stream.of(query, takes).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")),
        statuses);
  }
}
