package io.closedloop.core.http;

import io.closedloop.core.http.view.AnalysisSheet;
import io.closedloop.core.learn.AnalysisReader;
import io.closedloop.core.learn.WindowAnalysis;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What failed in a repository within a window, for programs and for people. */
final class AnalysisRoutes {
  private static final Parameter WINDOW =
      Parameter.whole(
          "window_hours", 1, 24 * 366, 24, "jobs that ended in so many hours until now");
  private static final Duration REPOSITORIES = Duration.ofDays(30);
  private final Store store;
  private final AnalysisReader analyses;
  private final InstantSource clock;
  private final JsonAnswers json;
  private final Pages pages;

  @Inject
  AnalysisRoutes(
      Store store, AnalysisReader analyses, InstantSource clock, JsonAnswers json, Pages pages) {
    this.store = store;
    this.analyses = analyses;
    this.clock = clock;
    this.json = json;
    this.pages = pages;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/analysis",
            Access.api(Role.VIEWER),
            narrowed(
                    Contract.of(
                        "what failed in a repository within a window, and whether that is more than before;"
                            + " needs repository"))
                .answers(200, AnalysisDocument.class),
            this::document),
        new Route(
            "GET",
            "/analysis",
            Access.page(),
            narrowed(Contract.page("page of a repository's failures within a window")),
            this::page));
  }

  private static Contract narrowed(Contract contract) {
    return contract.query(WINDOW).query(Parameters.REPOSITORY);
  }

  private AnalysisReader.Read read(String repository, int hours) {
    Instant now = clock.instant();
    return store.read(tx ->
        analyses.read(
            tx, new WindowAnalysis.Scope(repository, now.minus(Duration.ofHours(hours)), now)));
  }

  private Answer document(Call call) {
    String repository =
        call.query("repository")
            .orElseThrow(() -> new HttpProblem(400, "repository must be given, as owner/name"));
    return json.json(200, AnalysisDocument.of(read(repository, call.whole("window_hours"))));
  }

  private Answer page(Call call) {
    int hours = call.whole("window_hours");
    List<String> repositories =
        store.read(tx -> analyses.repositories(tx, clock.instant().minus(REPOSITORIES)));
    AnalysisSheet sheet =
        call.query("repository")
            .map(repository ->
                AnalysisSheet.of(read(repository, hours), repositories, hours, clock.instant()))
            .orElseGet(() -> AnalysisSheet.choice(repositories, hours));
    return pages.page("analysis", "Analysis", "/analysis", 0, Map.of("sheet", sheet));
  }
}
