package io.closedloop.core.learn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Computes figures. */
@Singleton
public final class KpiReader {
  private static final double DETECTION_GOAL_SECONDS = 120;
  private static final double RECOVERY_GOAL_SECONDS = 900;
  private static final double SUCCESS_GOAL = 0.85;
  private static final double COVERAGE_GOAL = 0.8;
  private static final double FALSE_POSITIVE_GOAL = 0.05;
  private static final long DAY = 86_400_000_000L;

  /** What the store tells apart. */
  private static final Duration TICK = Duration.of(1, ChronoUnit.MICROS);

  /** How many numbers are kept of days that lie in a window as a whole; a day itself is one. */
  private static final long KEPT = 1_000_000;

  private final Store store;
  private final ChangedDays changes;
  private final Cache<Key, Kept> days;

  @Inject
  KpiReader(Store store, ChangedDays changes) {
    this(store, changes, KEPT);
  }

  /** One that keeps at most so many numbers. */
  KpiReader(Store store, ChangedDays changes, long kept) {
    this.store = store;
    this.changes = changes;
    days =
        Caffeine.newBuilder()
            .maximumWeight(kept)
            .weigher((Key _, Kept day) -> 1 + day.part().size())
            .executor(Runnable::run)
            .build();
  }

  /** How many days are kept. */
  long kept() {
    days.cleanUp();
    return days.estimatedSize();
  }

  private record Key(long day, @Nullable String repository, @Nullable String category) {}

  /** What a day held when its incidents had changed so many times. */
  private record Kept(long changes, Part part) {}

  /**
   * Which incidents count.
   *
   * @param from the first instant of being opened, inclusive
   * @param to the last, inclusive
   * @param repository null for all
   * @param category null for all
   */
  public record Scope(
      Instant from, Instant to, @Nullable String repository, @Nullable String category) {
    private Scope within(Instant first, Instant last) {
      return new Scope(first, last, repository, category);
    }

    String where() {
      return " WHERE o.opened_at >= ? AND o.opened_at <= ?"
          + (repository == null ? "" : " AND o.repo = ?")
          + (category == null ? "" : " AND o.category = ?");
    }

    Object[] arguments() {
      List<Object> all = new ArrayList<>(List.of(from, to));
      if (repository != null) {
        all.add(repository);
      }
      if (category != null) {
        all.add(category);
      }
      return all.toArray();
    }
  }

  /**
   * The figures of a scope. Days that lie in it as a whole are read once and then only when one of
   * their incidents changed.
   */
  public Kpis read(Scope scope) {
    long first = Math.ceilDiv(micros(scope.from()), DAY);
    long last = Math.floorDiv(micros(scope.to()), DAY);
    if (first >= last) {
      Part all = store.read(tx -> Part.read(tx, scope));
      return figures(scope, List.of(all));
    }
    // counted before the data is read: what changes in between is read again next time
    Map<Long, Long> counts = new HashMap<>();
    for (long day = first; day < last; day++) {
      counts.put(day, changes.of(day));
    }
    List<Part> parts =
        store.read(tx -> {
          List<Part> all = new ArrayList<>();
          all.add(Part.read(tx, scope.within(scope.from(), start(first).minus(TICK))));
          for (long day = first; day < last; day++) {
            all.add(day(tx, scope, day, counts.getOrDefault(day, 0L)));
          }
          all.add(Part.read(tx, scope.within(start(last), scope.to())));
          return all;
        });
    return figures(scope, parts);
  }

  private Part day(Tx tx, Scope scope, long day, long count) throws SQLException {
    Key key = new Key(day, scope.repository(), scope.category());
    Kept kept = days.getIfPresent(key);
    if (kept == null || kept.changes() != count) {
      Scope whole = scope.within(start(day), start(day + 1).minus(TICK));
      kept = new Kept(count, Part.read(tx, whole));
      days.put(key, kept);
    }
    return kept.part();
  }

  private static Instant start(long day) {
    return Instant.EPOCH.plus(day, ChronoUnit.DAYS);
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static long[] sorted(List<Part> parts, Function<Part, LongStream> which) {
    return parts.stream().flatMapToLong(which).sorted().toArray();
  }

  private static Kpis figures(Scope scope, List<Part> parts) {
    Map<String, Long> byState = new TreeMap<>();
    Map<String, Long> byCategory = new TreeMap<>();
    Map<Long, long[]> byDay = new TreeMap<>();
    Map<String, Long> sums = new HashMap<>();
    long over = 0;
    long actedWhenOver = 0;
    for (Part.Group group : parts.stream().flatMap(part -> part.groups().stream()).toList()) {
      byState.merge(group.state(), group.sum("incidents"), Long::sum);
      byCategory.merge(group.category(), group.sum("incidents"), Long::sum);
      long[] day = byDay.computeIfAbsent(group.day(), _ -> new long[2]);
      day[0] += group.sum("incidents");
      day[1] += group.sum("recovered");
      group.sums().forEach((name, sum) -> sums.merge(name, sum, Long::sum));
      if (!group.state().equals("open")) {
        over += group.sum("incidents");
        actedWhenOver += group.sum("acted");
      }
    }
    Part.Group all = new Part.Group("", "", 0, sums);
    return new Kpis(
        scope.from(),
        scope.to(),
        scope.repository(),
        scope.category(),
        all.sum("failures"),
        all.sum("incidents"),
        byState,
        byCategory,
        new Kpis.Actions(
            all.sum("proposed"),
            all.sum("carried_out"),
            all.sum("reruns"),
            all.sum("green"),
            all.sum("red"),
            all.sum("unproven")),
        time(sorted(parts, Part::toDetection), DETECTION_GOAL_SECONDS),
        time(sorted(parts, Part::toRecovery), RECOVERY_GOAL_SECONDS),
        atLeast(all.sum("recovered"), all.sum("recovered") + all.sum("needed"), SUCCESS_GOAL),
        atLeast(actedWhenOver, over, COVERAGE_GOAL),
        new Kpis.Rate(
            0,
            0,
            null,
            FALSE_POSITIVE_GOAL,
            null,
            "people cannot mark a diagnosis as wrong in this version"),
        byDay.entrySet().stream()
            .map(day ->
                new Kpis.Day(
                    LocalDate.ofEpochDay(day.getKey()).toString(),
                    day.getValue()[0],
                    day.getValue()[1]))
            .toList());
  }

  static Kpis.Time time(long[] sortedMicros, double goalSeconds) {
    int count = sortedMicros.length;
    if (count == 0) {
      return new Kpis.Time(0, null, null, null, goalSeconds, null);
    }
    double mean = LongStream.of(sortedMicros).average().orElseThrow() / 1e6;
    double median = (sortedMicros[(count - 1) / 2] + sortedMicros[count / 2]) / 2e6;
    double p95 = sortedMicros[(int) Math.ceil(count * 0.95) - 1] / 1e6;
    return new Kpis.Time(count, mean, median, p95, goalSeconds, mean < goalSeconds);
  }

  private static Kpis.Rate atLeast(long hits, long samples, double goal) {
    if (samples == 0) {
      return new Kpis.Rate(0, 0, null, goal, null, null);
    }
    double value = (double) hits / samples;
    return new Kpis.Rate(samples, hits, value, goal, value >= goal, null);
  }
}
