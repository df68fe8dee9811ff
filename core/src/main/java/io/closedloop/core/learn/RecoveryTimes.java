package io.closedloop.core.learn;

import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long recovery took before, for failures of the same kind. */
public final class RecoveryTimes {
  /** What happened longer ago says less. */
  private static final int NEWEST = 200;

  @Inject
  RecoveryTimes() {}

  /** What an expectation is made of. */
  public enum Basis {
    /** Incidents of the same root cause. */
    FINGERPRINT,
    /** Incidents of the same category, since none of the same root cause recovered yet. */
    CATEGORY,
    /** Nothing. */
    NONE
  }

  /**
   * How long recovery may take, from GitHub's time of the first failed job to the proof.
   *
   * @param samples how many recovered incidents it is made of
   * @param medianSeconds null without any
   * @param words the same as a sentence
   */
  public record Expected(Basis basis, long samples, @Nullable Double medianSeconds, String words) {}

  /** For an incident, which is no sample of itself. */
  public Expected of(Tx tx, String incidentId, String fingerprint, String category)
      throws SQLException {
    List<Long> same = times(tx, "fingerprint", fingerprint, incidentId);
    return expected(same, same.isEmpty() ? times(tx, "category", category, incidentId) : List.of());
  }

  private static List<Long> times(Tx tx, String column, String value, String but)
      throws SQLException {
    return tx.query(
        "SELECT recovered_at - failed_at FROM outcome WHERE "
            + column
            + " = ? AND state = 'recovered' AND recovered_at IS NOT NULL AND failed_at IS NOT NULL AND incident_id <> ?"
            + " ORDER BY opened_at DESC LIMIT "
            + NEWEST,
        row -> Math.max(0, row.getLong(1)),
        value,
        but);
  }

  /** From the microseconds that each took. */
  static Expected expected(List<Long> ofFingerprint, List<Long> ofCategory) {
    if (!ofFingerprint.isEmpty()) {
      return median(Basis.FINGERPRINT, ofFingerprint, "with this root cause");
    }
    if (!ofCategory.isEmpty()) {
      return median(
          Basis.CATEGORY, ofCategory, "of this category; none with this root cause recovered yet");
    }
    return new Expected(
        Basis.NONE, 0, null, "unknown: nothing of this root cause or category recovered yet");
  }

  private static Expected median(Basis basis, List<Long> micros, String of) {
    double seconds = middle(micros.stream().sorted().toList()) / 1e6;
    return new Expected(
        basis,
        micros.size(),
        seconds,
        "%s, the median of %d recovered %s %s"
            .formatted(
                duration(seconds),
                micros.size(),
                micros.size() == 1 ? "incident" : "incidents",
                of));
  }

  private static double middle(List<Long> sorted) {
    int count = sorted.size();
    return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2.0;
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 120
        ? whole + " s"
        : whole < 7200 ? Math.round(whole / 60.0) + " min" : Math.round(whole / 3600.0) + " h";
  }
}
