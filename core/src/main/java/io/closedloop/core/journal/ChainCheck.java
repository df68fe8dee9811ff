package io.closedloop.core.journal;

import io.closedloop.core.journal.ChainReport.Kind;
import io.closedloop.core.journal.ChainReport.Problem;
import io.closedloop.core.store.Tx;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/** Recomputes chains and compares them with what heads and checkpoints say they were. */
final class ChainCheck {
  private static final int PAGE = 1_000;

  private final Tx tx;
  private final Map<String, List<Checkpoint.Head>> checkpoints = new HashMap<>();

  ChainCheck(Tx tx, List<Checkpoint.Head> recorded) {
    this.tx = tx;
    for (Checkpoint.Head head : recorded) {
      checkpoints.computeIfAbsent(head.chain(), name -> new ArrayList<>()).add(head);
    }
  }

  List<ChainReport> checkAll() throws SQLException {
    SequencedSet<String> names = new LinkedHashSet<>();
    names.add(Chain.SYSTEM.name());
    names.addAll(
        tx.query(
            "SELECT chain FROM journal UNION SELECT chain FROM journal_heads ORDER BY 1",
            row -> row.getString(1)));
    names.addAll(checkpoints.keySet());
    List<ChainReport> reports = new ArrayList<>();
    for (String name : names) {
      reports.add(check(new Chain(name)));
    }
    return reports;
  }

  ChainReport check(Chain chain) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    Map<Long, String> expected = recorded(chain);
    long last = 0;
    long entries = 0;
    String hash = "";
    for (List<RawEntry> page = RawEntry.after(tx, chain, 0, PAGE);
        !page.isEmpty();
        page = RawEntry.after(tx, chain, last, PAGE)) {
      for (RawEntry entry : page) {
        if (entry.seq() != last + 1) {
          problems.add(
              new Problem(
                  Kind.MISSING,
                  last + 1,
                  "entries %d to %d are not there".formatted(last + 1, entry.seq() - 1)));
        } else if (!entry.hashAfter(hash).equals(entry.hash())) {
          problems.add(
              new Problem(
                  Kind.ALTERED, entry.seq(), "its hash fits neither its content nor its place"));
        }
        String recorded = expected.remove(entry.seq());
        if (recorded != null && !recorded.equals(entry.hash())) {
          problems.add(
              new Problem(Kind.ALTERED, entry.seq(), "it was another entry when last recorded"));
        }
        last = entry.seq();
        hash = entry.hash();
        entries++;
      }
    }
    for (long seq : expected.keySet().stream().sorted().toList()) {
      if (seq > last) {
        problems.add(new Problem(Kind.TRUNCATED, seq, "the chain ends at %d".formatted(last)));
      }
    }
    problems.addAll(personal(chain));
    return new ChainReport(chain, entries, problems);
  }

  /** The hashes that head and checkpoints recorded, by their places. */
  private Map<Long, String> recorded(Chain chain) throws SQLException {
    Map<Long, String> bySeq = new HashMap<>();
    for (Checkpoint.Head head : checkpoints.getOrDefault(chain.name(), List.of())) {
      bySeq.put(head.seq(), head.hash());
    }
    Optional<Checkpoint.Head> head =
        tx.one(
            "SELECT seq, hash FROM journal_heads WHERE chain = ?",
            row -> new Checkpoint.Head(chain.name(), row.getLong("seq"), row.getString("hash")),
            chain.name());
    head.ifPresent(now -> bySeq.putIfAbsent(now.seq(), now.hash()));
    return bySeq;
  }

  private List<Problem> personal(Chain chain) throws SQLException {
    List<Problem> problems = new ArrayList<>();
    tx.query(
        "SELECT seq, digest, salt, text FROM journal_personal WHERE chain = ?",
        row -> {
          String digest = Digests.ofPersonal(row.getString("salt"), row.getString("text"));
          if (!digest.equals(row.getString("digest"))) {
            problems.add(
                new Problem(
                    Kind.ALTERED, row.getLong("seq"), "a personal text is not the one recorded"));
          }
          return digest;
        },
        chain.name());
    return problems;
  }
}
