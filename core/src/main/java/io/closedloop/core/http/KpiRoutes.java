package io.closedloop.core.http;

import io.closedloop.core.http.view.KpiSheet;
import io.closedloop.core.learn.KpiReader;
import io.closedloop.core.learn.Kpis;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures, for programs and for people. */
final class KpiRoutes {
  private static final Parameter WINDOW =
      Parameter.whole(
          "window_hours", 1, 24 * 366, 24 * 7, "incidents opened in so many hours until now");
  private final KpiReader figures;
  private final InstantSource clock;
  private final JsonAnswers json;
  private final Pages pages;
  private final PluginRows plugins;

  @Inject
  KpiRoutes(
      KpiReader figures, InstantSource clock, JsonAnswers json, Pages pages, PluginRows plugins) {
    this.plugins = plugins;
    this.figures = figures;
    this.clock = clock;
    this.json = json;
    this.pages = pages;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/kpis",
            Access.api(Role.VIEWER),
            narrowed(Contract.of("figures of the incidents of a window, beside their goals"))
                .answers(200, Kpis.class),
            call -> json.json(200, read(call))),
        new Route(
            "GET", "/kpis", Access.page(), narrowed(Contract.page("page of figures")), this::page));
  }

  private static Contract narrowed(Contract contract) {
    return contract.query(WINDOW).query(Parameters.REPOSITORY).query(Parameters.CATEGORY);
  }

  private Kpis read(Call call) {
    Instant now = clock.instant();
    KpiReader.Scope scope =
        new KpiReader.Scope(
            now.minus(Duration.ofHours(call.whole("window_hours"))),
            now,
            call.query("repository").orElse(null),
            call.query("category").orElse(null));
    Kpis read = figures.read(scope);
    String category = scope.category();
    if (category != null && read.incidents() == 0 && !known(category)) {
      throw new HttpProblem(
          400,
          "there is no category %s; known here: %s"
              .formatted(category, String.join(", ", categories())));
    }
    return read;
  }

  private boolean known(String category) {
    return categories().contains(category);
  }

  private List<String> categories() {
    return plugins.all().stream()
        .filter(row -> row.kind().equals("category"))
        .map(PluginRow::name)
        .toList();
  }

  private Answer page(Call call) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String name : List.of("repository", "category")) {
      call.query(name).ifPresent(value -> query.put(name, value));
    }
    KpiSheet sheet = KpiSheet.of(read(call), query, call.whole("window_hours"));
    return pages.page("kpis", "Figures", "/kpis", 0, Map.of("sheet", sheet));
  }
}
