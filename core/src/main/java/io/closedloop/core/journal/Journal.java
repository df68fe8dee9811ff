package io.closedloop.core.journal;

import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The append-only record of what happened. */
public final class Journal {
  /** What a personal text reads as once it is erased. */
  public static final String ERASED = "(erased)";

  /** For {@link #append}: after whatever is last. */
  public static final long ANY = -1;

  // One entry should stay readable; chains that changed since are named in as many as it takes.
  private static final int HEADS_PER_CHECKPOINT = 500;

  private final FactCodec codec;
  private final EntryListener listener;

  /** The listener hears of each entry after its transaction is on disk. */
  @Inject
  public Journal(FactTypes types, EntryListener listener) {
    this.codec = new FactCodec(types);
    this.listener = listener;
  }

  /**
   * Adds a fact at the end of a chain.
   *
   * @param expectedLastSeq what the chain must end with now: 0 for a chain not begun, {@link #ANY}
   *     for whatever is last
   * @throws ChainConflict when it ends otherwise
   * @throws IllegalArgumentException when the fact's type is not among the journal's
   */
  public Entry append(Tx tx, Chain chain, long expectedLastSeq, Fact fact) throws SQLException {
    Head last = head(tx, chain);
    if (expectedLastSeq != ANY && expectedLastSeq != last.seq()) {
      throw new ChainConflict(chain, expectedLastSeq, last.seq());
    }
    FactCodec.Encoded encoded = codec.encode(fact);
    long seq = last.seq() + 1;
    Instant at = tx.now();
    String hash =
        Digests.ofEntry(last.hash(), chain, seq, micros(at), encoded.type(), encoded.body());
    int inserted =
        tx.update(
            """
            INSERT INTO journal (chain, seq, at, type, body, hash) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING\
            """,
            chain.name(),
            seq,
            at,
            encoded.type(),
            encoded.body(),
            hash);
    if (inserted == 0) {
      throw new ChainConflict(chain, last.seq(), seq);
    }
    tx.update(
        """
        INSERT INTO journal_heads (chain, seq, hash, checkpointed) VALUES (?, ?, ?, 0)
        ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash\
        """,
        chain.name(),
        seq,
        hash);
    for (PersonalTexts.Salted text : encoded.personal()) {
      tx.update(
          "INSERT INTO journal_personal (chain, seq, digest, salt, text) VALUES (?, ?, ?, ?, ?)",
          chain.name(),
          seq,
          text.digest(),
          text.salt(),
          text.text());
    }
    Entry entry = new Entry(chain, seq, at, fact, hash);
    tx.afterCommit(() -> listener.appended(entry));
    return entry;
  }

  /**
   * The whole chain, oldest first; empty when it was never begun.
   *
   * @throws UnreadableFact when an entry is of an unknown type
   */
  public List<Entry> read(Tx tx, Chain chain) throws SQLException {
    return readAfter(tx, chain, 0, Integer.MAX_VALUE);
  }

  /**
   * The hash at the end of a chain, which depends on every entry; empty when it was never begun.
   */
  public Optional<String> lastHash(Tx tx, Chain chain) throws SQLException {
    return tx.one(
        "SELECT hash FROM journal_heads WHERE chain = ?", row -> row.getString(1), chain.name());
  }

  /** Up to {@code limit} entries after {@code seq}, oldest first. */
  public List<Entry> readAfter(Tx tx, Chain chain, long seq, int limit) throws SQLException {
    List<RawEntry> raw = RawEntry.after(tx, chain, seq, limit);
    if (raw.isEmpty()) {
      return List.of();
    }
    Map<String, String> personal = new HashMap<>();
    for (String[] text :
        tx.query(
            "SELECT digest, text FROM journal_personal WHERE chain = ? AND seq BETWEEN ? AND ?",
            row -> new String[] {row.getString("digest"), row.getString("text")},
            chain.name(),
            raw.getFirst().seq(),
            raw.getLast().seq())) {
      personal.put(text[0], text[1]);
    }
    return raw.stream().map(entry -> decode(entry, personal)).toList();
  }

  /**
   * Records, on the system chain, the ends of all chains that grew since they were last recorded;
   * does nothing when none did.
   */
  public void checkpoint(Tx tx) throws SQLException {
    List<Checkpoint.Head> heads =
        tx.query(
            """
            SELECT chain, seq, hash FROM journal_heads
            WHERE seq > checkpointed AND chain <> ? ORDER BY chain\
            """,
            row ->
                new Checkpoint.Head(
                    row.getString("chain"), row.getLong("seq"), row.getString("hash")),
            Chain.SYSTEM.name());
    for (int from = 0; from < heads.size(); from += HEADS_PER_CHECKPOINT) {
      int to = Math.min(heads.size(), from + HEADS_PER_CHECKPOINT);
      append(tx, Chain.SYSTEM, ANY, new Checkpoint(heads.subList(from, to)));
    }
    tx.update(
        "UPDATE journal_heads SET checkpointed = seq WHERE seq > checkpointed AND chain <> ?",
        Chain.SYSTEM.name());
  }

  /**
   * Erases this personal text wherever the journal holds it as the whole of a {@link Personal}
   * value, and returns from how many places. The chains stay whole.
   */
  public int erase(Tx tx, String personalText) throws SQLException {
    return tx.update("DELETE FROM journal_personal WHERE text = ?", personalText);
  }

  /** Checks one chain, against the checkpoints too. */
  public ChainReport verify(Tx tx, Chain chain) throws SQLException {
    return new ChainCheck(tx, checkpoints(tx)).check(chain);
  }

  /** Checks every chain that exists or that a checkpoint has seen, the system chain first. */
  public List<ChainReport> verifyAll(Tx tx) throws SQLException {
    return new ChainCheck(tx, checkpoints(tx)).checkAll();
  }

  private List<Checkpoint.Head> checkpoints(Tx tx) throws SQLException {
    return RawEntry.ofType(tx, Chain.SYSTEM, Checkpoint.class.getSimpleName()).stream()
        .map(entry -> (Checkpoint) decode(entry, Map.of()).fact())
        .flatMap(checkpoint -> checkpoint.heads().stream())
        .toList();
  }

  private Entry decode(RawEntry raw, Map<String, String> personal) {
    Fact fact = codec.decode(raw.chain(), raw.seq(), raw.type(), raw.body(), personal);
    Instant at = Instant.EPOCH.plus(raw.atMicros(), ChronoUnit.MICROS);
    return new Entry(raw.chain(), raw.seq(), at, fact, raw.hash());
  }

  private static Head head(Tx tx, Chain chain) throws SQLException {
    return tx.one(
            "SELECT seq, hash FROM journal_heads WHERE chain = ?",
            row -> new Head(row.getLong("seq"), row.getString("hash")),
            chain.name())
        .orElse(Head.NONE);
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private record Head(long seq, String hash) {
    static final Head NONE = new Head(0, "");
  }
}
