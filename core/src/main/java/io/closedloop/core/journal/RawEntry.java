package io.closedloop.core.journal;

import io.closedloop.core.store.RowMapper;
import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.util.List;

/** An entry as it lies in the table, not yet a fact. */
record RawEntry(Chain chain, long seq, long atMicros, String type, String body, String hash) {

  static List<RawEntry> after(Tx tx, Chain chain, long seq, int limit) throws SQLException {
    return tx.query(
        """
        SELECT seq, at, type, body, hash FROM journal
        WHERE chain = ? AND seq > ? ORDER BY seq LIMIT ?\
        """,
        of(chain),
        chain.name(),
        seq,
        limit);
  }

  static List<RawEntry> ofType(Tx tx, Chain chain, String type) throws SQLException {
    return tx.query(
        """
        SELECT seq, at, type, body, hash FROM journal
        WHERE chain = ? AND type = ? ORDER BY seq\
        """,
        of(chain),
        chain.name(),
        type);
  }

  String hashAfter(String previous) {
    return Digests.ofEntry(previous, chain, seq, atMicros, type, body);
  }

  private static RowMapper<RawEntry> of(Chain chain) {
    return row ->
        new RawEntry(
            chain,
            row.getLong("seq"),
            row.getLong("at"),
            row.getString("type"),
            row.getString("body"),
            row.getString("hash"));
  }
}
