package io.closedloop.core.learn;

import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Computes figures. */
public final class KpiReader {
  private static final double DETECTION_GOAL_SECONDS = 120;
  private static final double RECOVERY_GOAL_SECONDS = 900;
  private static final double SUCCESS_GOAL = 0.85;
  private static final double COVERAGE_GOAL = 0.8;
  private static final double FALSE_POSITIVE_GOAL = 0.05;

  /** What is added up, and how. */
  private static final Map<String, String> SUMS = sums();

  @Inject
  KpiReader() {}

  private static Map<String, String> sums() {
    Map<String, String> sums = new LinkedHashMap<>();
    sums.put("incidents", "count(*)");
    sums.put("recovered", "sum(CASE WHEN o.state = 'recovered' THEN 1 ELSE 0 END)");
    sums.put(
        "needed",
        "sum(CASE WHEN o.state <> 'recovered' AND (o.escalated = 1"
            + " OR o.state IN ('mitigated', 'fixed_by_human')) THEN 1 ELSE 0 END)");
    for (String column :
        List.of(
            "failures", "acted", "proposed", "carried_out", "reruns", "green", "red", "unproven")) {
      sums.put(column, "sum(o." + column + ")");
    }
    return sums;
  }

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
    private String where() {
      return " WHERE o.opened_at >= ? AND o.opened_at <= ?"
          + (repository == null ? "" : " AND o.repo = ?")
          + (category == null ? "" : " AND o.category = ?");
    }

    private Object[] arguments() {
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

  /** The figures of a scope. */
  public Kpis read(Tx tx, Scope scope) throws SQLException {
    Map<String, Long> byState = new TreeMap<>();
    Map<String, Long> byCategory = new TreeMap<>();
    Map<Long, long[]> byDay = new TreeMap<>();
    Map<String, Long> sums = new HashMap<>();
    long over = 0;
    long actedWhenOver = 0;
    for (Group group : groups(tx, scope)) {
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
    Group all = new Group("", "", 0, sums);
    Durations durations = durations(tx, scope);
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
        time(durations.toDetection().sorted().toArray(), DETECTION_GOAL_SECONDS),
        time(durations.toRecovery().sorted().toArray(), RECOVERY_GOAL_SECONDS),
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

  /** Incidents of one state, category and day; the sums as in {@link #SUMS}. */
  private record Group(String state, String category, long day, Map<String, Long> sums) {
    long sum(String name) {
      return sums.getOrDefault(name, 0L);
    }
  }

  private static List<Group> groups(Tx tx, Scope scope) throws SQLException {
    return tx.query(
        "SELECT o.state, o.category, o.opened_at / 86400000000, "
            + String.join(", ", SUMS.values())
            + " FROM outcome o"
            + scope.where()
            + " GROUP BY 1, 2, 3",
        row -> {
          Map<String, Long> sums = new HashMap<>();
          int column = 4;
          for (String name : SUMS.keySet()) {
            sums.put(name, row.getLong(column++));
          }
          return new Group(row.getString(1), row.getString(2), row.getLong(3), sums);
        },
        scope.arguments());
  }

  /** Microseconds from failures to what followed; never negative, as clocks differ. */
  private record Durations(LongStream toDetection, LongStream toRecovery) {}

  private static Durations durations(Tx tx, Scope scope) throws SQLException {
    LongStream.Builder detection = LongStream.builder();
    LongStream.Builder recovery = LongStream.builder();
    tx.query(
        "SELECT o.opened_at - o.failed_at, o.recovered_at - o.failed_at FROM outcome o"
            + scope.where()
            + " AND o.failed_at IS NOT NULL",
        row -> {
          detection.add(Math.max(0, row.getLong(1)));
          long recovered = row.getLong(2);
          if (!row.wasNull()) {
            recovery.add(Math.max(0, recovered));
          }
          return true;
        },
        scope.arguments());
    return new Durations(detection.build(), recovery.build());
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
