package io.closedloop.core.outage;

import io.closedloop.core.store.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The same root cause in several repositories.
 *
 * @param what the line that speaks for it
 * @param lastSeenAt when it failed last
 * @param probe the incident whose re-run tries whether it is over, null for none
 * @param nextAt when the next held re-run may begin, once it has cleared
 */
public record Outage(
    String id,
    String fingerprint,
    String category,
    String what,
    Stage stage,
    Instant beganAt,
    Instant lastSeenAt,
    @Nullable String probe,
    Instant nextAt) {

  /** How far it is. */
  public enum Stage {
    /** It lasts; nothing is run again because of it. */
    LASTING,
    /** A re-run went green; the others follow one at a time. */
    CLEARING,
    /** No incident waits because of it. */
    OVER
  }

  static Outage of(ResultSet row) throws SQLException {
    return new Outage(
        row.getString("id"),
        row.getString("fingerprint"),
        row.getString("category"),
        row.getString("what"),
        Stage.valueOf(row.getString("stage")),
        Objects.requireNonNull(Tx.instant(row, "began_at")),
        Objects.requireNonNull(Tx.instant(row, "last_seen_at")),
        row.getString("probe"),
        Objects.requireNonNull(Tx.instant(row, "next_at")));
  }
}
