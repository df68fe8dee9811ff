package io.closedloop.core.intake;

import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The durable inbox: a delivery and the task of handling it are one transaction. */
@Singleton
public final class Deliveries implements Inbox {
  /** The kind of task that handles a delivery. */
  public static final String TASK = "delivery";

  private final GroupCommit commits;
  private final Schedule schedule;
  private final InstantSource clock;
  private final Packer packer = new Packer();

  @Inject
  Deliveries(GroupCommit commits, Schedule schedule, InstantSource clock) {
    this.commits = commits;
    this.schedule = schedule;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Boolean> accept(Delivery delivery) {
    Delivery packed = with(delivery, packer.pack(delivery.payload()));
    return commits.submit(
        tx -> {
          Instant now = clock.instant();
          boolean fresh = insert(tx, packed, now, "received", "") || again(tx, packed.id());
          if (fresh) {
            schedule.at(tx, new Task(TASK, packed.id()), now);
          }
          return fresh;
        },
        packed.payload().length);
  }

  @Override
  public CompletionStage<Boolean> keep(Delivery delivery, String outcome) {
    Delivery noted = with(delivery, Packed.leftOut(delivery.payload().length));
    return commits.submit(
        tx -> insert(tx, noted, clock.instant(), "handled", outcome), noted.payload().length);
  }

  /** As it is stored; what is waiting does not hold the larger one. */
  private static Delivery with(Delivery delivery, byte[] payload) {
    return new Delivery(delivery.id(), delivery.event(), delivery.origin(), payload);
  }

  private static boolean insert(Tx tx, Delivery stored, Instant now, String state, String outcome)
      throws SQLException {
    int rows =
        tx.update(
            "INSERT INTO delivery (id, event, origin, received_at, state, outcome, payload) VALUES (?,?,?,?,?,?,?)"
                + " ON CONFLICT DO NOTHING",
            stored.id(),
            stored.event(),
            stored.origin(),
            now.toEpochMilli(),
            state,
            outcome,
            stored.payload());
    return rows == 1;
  }

  /** Whether it had failed; then it is handled anew, as whoever has it delivered again wants. */
  static boolean again(Tx tx, String id) throws SQLException {
    return tx.update(
            "UPDATE delivery SET state='received', outcome='' WHERE id=? AND state='failed'", id)
        == 1;
  }

  /** The delivery, or empty when there is none. */
  Optional<Delivery> find(Tx tx, String id) throws SQLException {
    return tx.one(
        "SELECT id, event, origin, payload FROM delivery WHERE id=?",
        row ->
            new Delivery(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Packed.unpack(row.getBytes(4))),
        id);
  }

  /** Records how handling went; {@code state} is {@code handled} or {@code failed}. */
  void done(Tx tx, String id, String state, String outcome) throws SQLException {
    tx.update("UPDATE delivery SET state=?, outcome=? WHERE id=?", state, outcome, id);
  }

  /**
   * Deletes what came before then and was handled; reads no further than to the first that stays.
   */
  public static void forget(Tx tx, Instant before) throws SQLException {
    tx.update(
        """
        DELETE FROM delivery
        WHERE received_at < ?1 AND state <> 'received'
          AND rowid < coalesce(
            (SELECT d.rowid FROM delivery d WHERE d.received_at >= ?1 ORDER BY d.rowid LIMIT 1),
            9223372036854775807)\
        """,
        before.toEpochMilli());
  }

  /**
   * What a list shows of a delivery.
   *
   * @param state waiting, {@code handled}, or {@code failed} while it is tried again
   */
  public record Row(
      String id,
      String event,
      String origin,
      Instant receivedAt,
      String state,
      String outcome,
      long bytes) {}

  /**
   * A page, newest first: rows are numbered in the order in which they came, and an index by time
   * would be one more page to write for each of them.
   *
   * @param before only deliveries older than this one; null for the newest
   * @param limit from 1 to 200
   * @throws IllegalArgumentException when {@code before} is not kept
   */
  public static List<Row> page(Tx tx, @Nullable String before, int limit) throws SQLException {
    String columns =
        "SELECT id, event, origin, received_at, state, outcome,"
            + " length(payload), substr(payload, 1, 2), substr(payload, -4) FROM delivery d ";
    String order = " ORDER BY d.rowid DESC LIMIT " + Math.clamp(limit, 1, 200);
    if (before == null) {
      return tx.query(columns + order, Deliveries::row);
    }
    Optional<Long> number =
        tx.one("SELECT rowid FROM delivery WHERE id=?", row -> row.getLong(1), before);
    return tx.query(
        columns + "WHERE d.rowid < ?" + order,
        Deliveries::row,
        number.orElseThrow(() ->
            new IllegalArgumentException(
                "there is no delivery \""
                    + before
                    + "\" (any more) before which others could lie")));
  }

  private static Row row(java.sql.ResultSet row) throws SQLException {
    return new Row(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Instant.ofEpochMilli(row.getLong(4)),
        row.getString(5),
        row.getString(6),
        Packed.size(row.getLong(7), row.getBytes(8), row.getBytes(9)));
  }
}
