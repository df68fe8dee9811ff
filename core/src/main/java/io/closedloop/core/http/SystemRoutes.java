package io.closedloop.core.http;

import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.store.Store;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        new Route(
            "GET",
            ALIVE,
            Access.open(),
            Contract.of("the process is alive").answers(200, Alive.class),
            this::alive),
        new Route(
            "GET",
            READY,
            Access.open(),
            Contract.of("the server can do its work, or says why not")
                .answers(200, Ready.class)
                .answers(503, Ready.class),
            this::ready),
        new Route(
            "GET",
            "/metrics",
            Access.page(),
            Contract.of("metrics for Prometheus").sends(200, "text/plain"),
            this::metrics),
        new Route(
            "GET",
            "/api/v1/plugins",
            Access.api(Role.VIEWER),
            Contract.of("plugin instances").answersPage(PluginRow.class),
            this::plugins),
        new Route(
            "GET",
            "/api/v1/deliveries",
            Access.api(Role.VIEWER),
            Contract.of("webhook deliveries, newest first")
                .query(Parameters.LIMIT)
                .query(Parameters.BEFORE)
                .answersPage(Deliveries.Row.class),
            this::deliveries));
  }

  static boolean answersWhileDraining(Route route) {
    return route.template().equals(ALIVE) || route.template().equals(READY);
  }

  private Answer alive(Call call) {
    return json.json(200, new Alive("up"));
  }

  private Answer ready(Call call) {
    Map<String, String> problems = new LinkedHashMap<>();
    if (running.draining()) {
      problems.put("server", "stopping");
    } else {
      problems.putAll(readiness.problems());
    }
    return problems.isEmpty()
        ? json.json(200, new Ready("ready", Map.of()))
        : json.json(503, new Ready("not_ready", problems)).with("Retry-After", "5");
  }

  /** Its being asked is the answer. */
  record Alive(String status) {}

  /** Whether it can work; {@code problems} by condition. */
  record Ready(String status, Map<String, String> problems) {}

  private Answer metrics(Call call) {
    return Answer.text(200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
  }

  private Answer plugins(Call call) {
    return json.json(200, new Items<>(plugins.all(), null));
  }

  /** The deliveries that the query asks for. */
  static List<Deliveries.Row> page(Store store, Call call, int limit) {
    try {
      return store.read(tx -> Deliveries.page(tx, call.query("before").orElse(null), limit));
    } catch (IllegalArgumentException unknown) {
      throw new HttpProblem(400, String.valueOf(unknown.getMessage()));
    }
  }

  private Answer deliveries(Call call) {
    int limit = call.whole("limit");
    List<Deliveries.Row> rows = page(store, call, limit);
    return json.json(200, new Items<>(rows, rows.size() < limit ? null : rows.getLast().id()));
  }
}
