package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

/** Everything that the server answers to. */
final class Routes {
  private final List<Route> all;

  @Inject
  Routes(
      WebhookRoutes webhook,
      IncidentRoutes incidents,
      KpiRoutes kpis,
      AnalysisRoutes analysis,
      ChangesRoutes changes,
      FailedJobRoutes failedJobs,
      TestRoutes tests,
      OutageRoutes outages,
      SystemRoutes system,
      GitHubRoutes github,
      ConfigurationRoutes configuration,
      PageRoutes pages,
      ApiRoutes description) {
    all =
        List.copyOf(
            description.with(
                Stream.of(
                        webhook.routes(),
                        incidents.routes(),
                        kpis.routes(),
                        analysis.routes(),
                        changes.routes(),
                        failedJobs.routes(),
                        tests.routes(),
                        outages.routes(),
                        system.routes(),
                        github.routes(),
                        configuration.routes(),
                        pages.routes())
                    .flatMap(List::stream)
                    .toList()));
  }

  List<Route> all() {
    return all;
  }
}
