package io.closedloop.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.config.LoadRequest;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HousekeepingTest {
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
  private Store store;
  private Housekeeping housekeeping;

  @BeforeEach
  void open() {
    store = Store.open(new StoreOptions.Embedded(folder.resolve("test.db")), clock);
    Loaded shipped = new ConfigLoader().load(new LoadRequest(List.of(), null, Map.of()));
    Settings settings =
        new Settings(Objects.requireNonNull(shipped.config()), shipped.origins(), new Home(folder));
    housekeeping =
        Guice.createInjector(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Store.class).toInstance(store);
                    bind(InstantSource.class).toInstance(clock);
                    bind(Schedule.class).toInstance((_, _, _) -> {});
                    bind(FactTypes.class).toInstance(FactTypes.of(IncidentFact.class));
                    bind(EntryListener.class).toInstance(_ -> {});
                    bind(Settings.class).toInstance(settings);
                  }
                })
            .getInstance(Housekeeping.class);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void after(Duration time) {
    clock.advance(time);
    housekeeping.run(Long.toString(clock.instant().getEpochSecond() / 3_600));
  }

  private List<String> read(String query) {
    return store.read(tx -> tx.query(query, row -> row.getString(1)));
  }

  private void incident(String id, String state) {
    store.write(tx -> {
      tx.update(
          "INSERT INTO incident (id, seq, repo, ref, workflow_id, workflow, category, fingerprint,"
              + " head_sha, run_id, state, phase, opened_at, updated_at) VALUES (?, 1, 'octo/shop',"
              + " 'main', 7, 'CI', 'testing', 'f', 'abc', 70, ?, '', 0, 0)",
          id,
          state);
      tx.update(
          "INSERT INTO write_begun (effect_key, incident_id, repo, kind, begun_at) VALUES"
              + " (?, ?, 'octo/shop', 'repair', ?)",
          id + ".1.0",
          id,
          clock.millis());
      return tx.update(
          "INSERT INTO outage_sighting (fingerprint, incident_id, repo, seen_at) VALUES"
              + " ('f', ?, 'octo/shop', ?)",
          id,
          clock.instant());
    });
  }

  @Test
  void writesAreCountedForTwoDaysAndForAsLongAsTheirIncidentIsOpen() {
    incident("over", "recovered");
    incident("open", "open");
    incident("people", "escalated");
    after(Duration.ofHours(47));
    assertThat(read("SELECT incident_id FROM write_begun")).hasSize(3);
    after(Duration.ofHours(2));
    assertThat(read("SELECT incident_id FROM write_begun ORDER BY incident_id"))
        .containsExactly("open", "people");
  }

  @Test
  void whatMadeNoOutageWithinTwoDaysMakesNoneAnyMore() {
    incident("a", "open");
    after(Duration.ofHours(47));
    incident("b", "open");
    after(Duration.ofHours(2));
    assertThat(read("SELECT incident_id FROM outage_sighting")).containsExactly("b");
  }

  @Test
  void jobsThatWereSeenAreKnownForAYear() {
    seen("old");
    after(Duration.ofDays(364));
    seen("new");
    assertThat(read("SELECT job FROM failure_seen")).containsExactlyInAnyOrder("old", "new");
    after(Duration.ofDays(2));
    assertThat(read("SELECT job FROM failure_seen")).containsExactly("new");
    assertThat(read("SELECT hour FROM housekeeping_done")).hasSize(1);
  }

  private void seen(String job) {
    store.write(tx ->
        tx.update(
            "INSERT INTO failure_seen (repo, run_id, job, started_at, seen_at) VALUES"
                + " ('octo/shop', 70, ?, 1, ?)",
            job,
            clock.instant()));
  }
}
