package io.closedloop.core.http;

import io.closedloop.core.http.view.OutageRow;
import io.closedloop.core.outage.Outage;
import io.closedloop.core.outage.Outages;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outages that hit several repositories, for programs, for people and as a figure. */
final class OutageRoutes {
  private static final int NEWEST = 50;
  private static final int MEMBERS = 200;
  private final Store store;
  private final Outages outages;
  private final InstantSource clock;
  private final JsonAnswers json;
  private final Pages pages;

  @Inject
  OutageRoutes(
      Store store,
      Outages outages,
      InstantSource clock,
      JsonAnswers json,
      Pages pages,
      MeterRegistry meters) {
    this.store = store;
    this.outages = outages;
    this.clock = clock;
    this.json = json;
    this.pages = pages;
    Gauge.builder("closedloop.outages", () -> store.read(outages::unfinished))
        .description("outages in several repositories that are not over")
        .strongReference(true)
        .register(meters);
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "GET",
            "/api/v1/outages",
            Access.api(Role.VIEWER),
            Contract.of("outages that hit several repositories, newest first")
                .answersPage(Document.class),
            _ -> json.json(200, new Items<>(all(), null))),
        new Route("GET", "/outages", Access.page(), Contract.page("page of outages"), _ -> page()));
  }

  /**
   * An outage.
   *
   * @param what the line of a log that speaks for it
   * @param stage lasting, clearing or over
   * @param probe the incident whose re-run tries whether it is over; null for none
   */
  record Document(
      String id,
      String fingerprint,
      String category,
      String what,
      Outage.Stage stage,
      Instant beganAt,
      Instant lastSeenAt,
      @Nullable String probe,
      List<Outages.Member> members) {
    static Document of(Outage outage, List<Outages.Member> members) {
      return new Document(
          outage.id(),
          outage.fingerprint(),
          outage.category(),
          outage.what(),
          outage.stage(),
          outage.beganAt(),
          outage.lastSeenAt(),
          outage.probe(),
          members);
    }
  }

  private List<Document> all() {
    return store.read(this::read);
  }

  private List<Document> read(Tx tx) throws SQLException {
    List<Document> all = new ArrayList<>();
    for (Outage outage : outages.newest(tx, NEWEST)) {
      all.add(Document.of(outage, outages.members(tx, outage.id(), MEMBERS)));
    }
    return all;
  }

  private Answer page() {
    Instant now = clock.instant();
    List<OutageRow> rows =
        store.read(tx -> {
          List<OutageRow> found = new ArrayList<>();
          for (Outage outage : outages.newest(tx, NEWEST)) {
            found.add(OutageRow.of(outage, outages.members(tx, outage.id(), MEMBERS), now));
          }
          return found;
        });
    return pages.page("outages", "Outages", "/outages", 10, Map.of("rows", rows));
  }
}
