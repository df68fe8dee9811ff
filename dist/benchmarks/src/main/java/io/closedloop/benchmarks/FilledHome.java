package io.closedloop.benchmarks;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.learn.Outcomes;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.closedloop.core.store.Tx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A home whose store holds so many incidents of the ninety days before it was filled, written
 * through the server's own classes. Filled once, and kept for as long as these stay the same.
 *
 * @param filled when the last of them happened
 */
record FilledHome(Path folder, Instant filled) {
  private static final Duration SPAN = Duration.ofDays(90);
  private static final int BATCH = 1_000;
  private static final String LIST = "incidents.txt";

  /** The home of that many incidents, which is filled first unless it was before. */
  static FilledHome of(Path folder, int incidents, PrintStream progress) throws IOException {
    Path list = folder.resolve(LIST);
    if (!Files.exists(list)) {
      Files.createDirectories(folder);
      long begun = System.nanoTime();
      Files.deleteIfExists(folder.resolve("closedloop.db"));
      Files.deleteIfExists(folder.resolve("closedloop.db-wal"));
      Files.write(list, new Filling(folder.resolve("closedloop.db")).fill(incidents));
      progress.printf(
          "%,d incidents stored in %.0f s%n", incidents, (System.nanoTime() - begun) / 1e9);
    }
    return new FilledHome(folder, Files.getLastModifiedTime(list).toInstant());
  }

  /** The file with the id of every incident, oldest first; there once the home is filled. */
  Path list() {
    return folder.resolve(LIST);
  }

  /** Hours until now that hold what happened in the last so many days before it was filled. */
  long hours(int days) {
    return Duration.between(filled, Instant.now()).toHours() + 24L * days + 1;
  }

  /** One process' work on one store; its clock is set by what is written. */
  private static final class Filling extends AbstractModule implements InstantSource {
    private final Path file;
    private final StoredFailures failures = new StoredFailures();
    private Instant now = Instant.now().minus(SPAN);

    Filling(Path file) {
      this.file = file;
    }

    @Override
    protected void configure() {
      bind(InstantSource.class).toInstance(this);
      bind(FactTypes.class).toInstance(FactTypes.of(IncidentFact.class));
      bind(EntryListener.class).toInstance(_ -> {});
    }

    @Provides
    IncidentFollowers followers(Outcomes outcomes) {
      return new IncidentFollowers(List.of(outcomes));
    }

    @Override
    public Instant instant() {
      return now;
    }

    List<String> fill(int incidents) {
      Injector injector = Guice.createInjector(this);
      Incidents all = injector.getInstance(Incidents.class);
      Journal journal = injector.getInstance(Journal.class);
      Instant begin = now;
      List<String> ids = new ArrayList<>();
      try (Store store = Store.open(new StoreOptions.Embedded(file), this)) {
        for (int from = 0; from < incidents; from += BATCH) {
          int first = from;
          int end = Math.min(incidents, from + BATCH);
          ids.addAll(
              store.write(tx -> {
                List<String> batch = new ArrayList<>();
                for (int i = first; i < end; i++) {
                  now = begin.plus(SPAN.multipliedBy(i).dividedBy(incidents));
                  batch.add(incident(tx, all, i));
                }
                journal.checkpoint(tx);
                return batch;
              }));
        }
      }
      return ids;
    }

    private String incident(Tx tx, Incidents all, int number) throws SQLException {
      Instant opened = now;
      Failure failure = failures.next(number, opened);
      Incident incident = all.open(tx, new IncidentFact.IncidentOpened(failure, 0, null));
      for (IncidentFact fact : Story.of(failures.kind(), failure, opened)) {
        now = now.plusSeconds(19);
        incident = all.record(tx, incident, fact);
      }
      return incident.id();
    }
  }
}
