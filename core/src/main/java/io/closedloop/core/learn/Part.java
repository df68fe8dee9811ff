package io.closedloop.core.learn;

import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What the figures of one stretch of time are made of, as the store adds it up. */
final class Part {
  /** What is added up, and how. */
  private static final Map<String, String> SUMS = sums();

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

  /** Incidents of one state, category and day; the sums as in {@link #SUMS}. */
  record Group(String state, String category, long day, Map<String, Long> sums) {
    long sum(String name) {
      return sums.getOrDefault(name, 0L);
    }
  }

  private final List<Group> groups;
  private final long[] toDetection;
  private final long[] toRecovery;

  private Part(List<Group> groups, long[] toDetection, long[] toRecovery) {
    this.groups = groups;
    this.toDetection = toDetection;
    this.toRecovery = toRecovery;
  }

  List<Group> groups() {
    return groups;
  }

  /** Microseconds from failures to their incidents, in no order. */
  LongStream toDetection() {
    return LongStream.of(toDetection);
  }

  /** Microseconds from failures to what mended them, in no order. */
  LongStream toRecovery() {
    return LongStream.of(toRecovery);
  }

  /** How many numbers it holds, about. */
  int size() {
    return groups.size() * SUMS.size() + toDetection.length + toRecovery.length;
  }

  static Part read(Tx tx, KpiReader.Scope scope) throws SQLException {
    LongStream.Builder detection = LongStream.builder();
    LongStream.Builder recovery = LongStream.builder();
    tx.query(
        "SELECT o.opened_at - o.failed_at, o.recovered_at - o.failed_at FROM outcome o"
            + scope.where()
            + " AND o.failed_at IS NOT NULL",
        row -> {
          // clocks differ, so it may seem to have been seen before it happened
          detection.add(Math.max(0, row.getLong(1)));
          long recovered = row.getLong(2);
          if (!row.wasNull()) {
            recovery.add(Math.max(0, recovered));
          }
          return true;
        },
        scope.arguments());
    return new Part(groups(tx, scope), detection.build().toArray(), recovery.build().toArray());
  }

  private static List<Group> groups(Tx tx, KpiReader.Scope scope) throws SQLException {
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
}
