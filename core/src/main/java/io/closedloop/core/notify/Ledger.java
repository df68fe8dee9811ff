package io.closedloop.core.notify;

import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What each channel was told about each incident, and what it is still to be told. A channel is
 * always told how things stand now, so one row each is enough and nothing arrives out of order.
 */
final class Ledger {
  private Ledger() {}

  /**
   * One channel and one incident.
   *
   * @param wanted the incident's newest fact that the channel should know
   * @param told the newest that it knows
   * @param failures deliveries that failed in a row
   * @param note what was last recorded about it on the incident
   */
  record Row(long wanted, long told, int failures, String note) {}

  static Set<String> channels(Tx tx, String incidentId) throws SQLException {
    return new LinkedHashSet<>(
        tx.query(
            "SELECT channel FROM notification WHERE incident_id=? ORDER BY channel",
            row -> row.getString(1),
            incidentId));
  }

  static Optional<Row> find(Tx tx, String incidentId, String channel) throws SQLException {
    return tx.one(
        "SELECT wanted_seq, told_seq, failures, note FROM notification WHERE incident_id=? AND channel=?",
        row -> new Row(row.getLong(1), row.getLong(2), row.getInt(3), row.getString(4)),
        incidentId,
        channel);
  }

  /**
   * Wants the channel to know so much; true when nothing was under way for it, so that a task is
   * needed.
   */
  static boolean want(Tx tx, String incidentId, String channel, long seq) throws SQLException {
    Optional<Row> before = find(tx, incidentId, channel);
    if (before.isEmpty()) {
      tx.update(
          "INSERT INTO notification (incident_id, channel, wanted_seq, told_seq, failures, note) VALUES (?,?,?,?,?,?)",
          incidentId,
          channel,
          seq,
          0L,
          0,
          "");
      return true;
    }
    tx.update(
        "UPDATE notification SET wanted_seq=? WHERE incident_id=? AND channel=?",
        seq,
        incidentId,
        channel);
    return before.get().told() >= before.get().wanted();
  }

  static void told(Tx tx, String incidentId, String channel, long seq, String note)
      throws SQLException {
    tx.update(
        "UPDATE notification SET told_seq=?, failures=0, note=? WHERE incident_id=? AND channel=?",
        seq,
        note,
        incidentId,
        channel);
  }

  /** Nothing is under way for the channel any more. */
  static void dropped(Tx tx, String incidentId, String channel) throws SQLException {
    tx.update(
        "UPDATE notification SET told_seq=wanted_seq WHERE incident_id=? AND channel=?",
        incidentId,
        channel);
  }

  static void failed(Tx tx, String incidentId, String channel) throws SQLException {
    tx.update(
        "UPDATE notification SET failures=failures+1 WHERE incident_id=? AND channel=?",
        incidentId,
        channel);
  }
}
