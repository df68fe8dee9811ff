package io.closedloop.core.http;

import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask: is it alive, is it ready, what does it count, what came in, which plugins are
 * there.
 */
final class SystemRoutes {
  private static final String ALIVE = "/healthz";
  private static final String READY = "/readyz";
  private final Store store;
  private final PluginRows plugins;
  private final Readiness readiness;
  private final Running running;
  private final PrometheusMeterRegistry meters;
  private final JsonAnswers json;

  @Inject
  SystemRoutes(
      Store store,
      PluginRows plugins,
      Readiness readiness,
      Running running,
      PrometheusMeterRegistry meters,
      JsonAnswers json) {
    this.store = store;
    this.plugins = plugins;
    this.readiness = readiness;
    this.running = running;
    this.meters = meters;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", ALIVE, Role.OPEN, "the process is alive", this::alive),
        new Route(
            "GET", READY, Role.OPEN, "the server can do its work, or says why not", this::ready),
        new Route("GET", "/metrics", Role.VIEWER, "metrics for Prometheus", this::metrics),
        new Route("GET", "/api/v1/plugins", Role.ADMIN, "plugin instances", this::plugins),
        new Route(
            "GET",
            "/api/v1/deliveries",
            Role.ADMIN,
            "webhook deliveries, newest first",
            this::deliveries));
  }

  static boolean answersWhileDraining(Route route) {
    return route.template().equals(ALIVE) || route.template().equals(READY);
  }

  private Answer alive(Call call) {
    return json.json(200, Map.of("status", "up"));
  }

  private Answer ready(Call call) {
    Map<String, String> problems = new LinkedHashMap<>();
    if (running.draining()) {
      problems.put("server", "stopping");
    } else {
      problems.putAll(readiness.problems());
    }
    return problems.isEmpty()
        ? json.json(200, Map.of("status", "ready"))
        : json.json(503, new NotReady("not_ready", problems)).with("Retry-After", "5");
  }

  private record NotReady(String status, Map<String, String> problems) {}

  private Answer metrics(Call call) {
    return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
  }

  private Answer plugins(Call call) {
    return json.json(200, new Items<>(plugins.all(), null));
  }

  private Answer deliveries(Call call) {
    int limit = call.limit(50);
    List<Deliveries.Row> rows =
        store.read(tx -> Deliveries.page(tx, call.query("before").orElse(null), limit));
    return json.json(200, new Items<>(rows, rows.size() < limit ? null : rows.getLast().id()));
  }

  /** A page of the API; {@code next} is null on the last. */
  record Items<T>(List<T> items, @Nullable String next) {}
}
