package io.closedloop.core.http;

import jakarta.inject.Inject;
import java.util.List;

/** The settings: as they are in force, and reading them anew. */
final class ConfigurationRoutes {
  private static final Parameter KEY =
      Parameter.text("key", 200, "[A-Za-z0-9._-]+", "only this key and what is below it");
  private final Configuration configuration;
  private final JsonAnswers json;

  @Inject
  ConfigurationRoutes(Configuration configuration, JsonAnswers json) {
    this.configuration = configuration;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/configuration",
            Access.api(Role.VIEWER),
            Contract.of("every setting in force, with its origin")
                .query(KEY)
                .answersPage(Configuration.Row.class),
            this::list),
        new Route(
            "POST",
            "/api/v1/configuration/reload",
            Access.api(Role.OPERATOR),
            Contract.of("reads the settings anew; with any problem nothing changes (422)")
                .answers(200, Configuration.Reload.class)
                .answers(422, Configuration.Reload.class),
            this::reload));
  }

  private Answer list(Call call) {
    String key = call.query("key").orElse("");
    List<Configuration.Row> rows =
        configuration.rows().stream()
            .filter(
                row -> key.isEmpty() || row.key().equals(key) || row.key().startsWith(key + "."))
            .toList();
    return json.json(200, new Items<>(rows, null));
  }

  private Answer reload(Call call) {
    Configuration.Reload reload = configuration.reload(call.caller().name());
    return json.json(reload.applied() ? 200 : 422, reload);
  }
}
