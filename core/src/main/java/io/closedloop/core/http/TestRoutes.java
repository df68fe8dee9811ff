package io.closedloop.core.http;

import io.closedloop.core.history.Flakiness;
import io.closedloop.core.history.TestOutcomes;
import io.closedloop.core.store.Store;
import jakarta.inject.Inject;
import java.util.List;

/** How flaky tests are, for programs. */
final class TestRoutes {
  private final Store store;
  private final JsonAnswers json;

  @Inject
  TestRoutes(Store store, JsonAnswers json) {
    this.store = store;
    this.json = json;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/tests",
            Access.api(Role.VIEWER),
            Contract.of(
                    "tests that passed and failed on one commit by their reports, the flakiest first")
                .query(Parameters.REPOSITORY)
                .query(Parameters.LIMIT)
                .answersPage(Flakiness.class),
            this::list));
  }

  private Answer list(Call call) {
    String repository = call.query("repository").orElse(null);
    int limit = call.whole("limit");
    return json.json(
        200, new Items<>(store.read(tx -> TestOutcomes.flaky(tx, repository, limit)), null));
  }
}
