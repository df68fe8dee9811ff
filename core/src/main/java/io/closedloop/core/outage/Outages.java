package io.closedloop.core.outage;

import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.outage.Outage.Stage;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The outages that are known, and which re-runs they hold. Nothing else changes them. */
public final class Outages {
  private static final Duration WHILE_PROBED = Duration.ofSeconds(30);
  private final Journal journal;
  private final Provider<OutageRules> rules;

  @Inject
  public Outages(Journal journal, Provider<OutageRules> rules) {
    this.journal = journal;
    this.rules = rules;
  }

  /**
   * Why a re-run must wait.
   *
   * @param recheck when to ask again
   */
  public record Hold(String outage, String why, Duration recheck) {}

  /** Why the incident must not be run again now, empty when it may. */
  public Optional<Hold> hold(Tx tx, String incident) throws SQLException {
    Optional<Outage> found = rules.get().enabled() ? holding(tx, incident) : Optional.empty();
    return found.isEmpty() ? Optional.empty() : hold(tx, found.get(), incident);
  }

  private Optional<Hold> hold(Tx tx, Outage outage, String incident) throws SQLException {
    OutageRules now = rules.get();
    return switch (outage.stage()) {
      case OVER -> Optional.empty();
      case LASTING -> {
        String probe = probe(tx, outage);
        Instant quiet = outage.lastSeenAt().plus(now.quiet());
        if (incident.equals(probe)) {
          yield Optional.empty();
        }
        if (probe != null) {
          yield Optional.of(
              new Hold(
                  outage.id(),
                  words(outage) + "; the re-run of incident " + probe + " tries whether it is over",
                  WHILE_PROBED));
        }
        yield wait(
            tx,
            quiet,
            outage,
            "nothing is run again before %d minutes have passed without another such failure"
                .formatted(now.quiet().toMinutes()));
      }
      case CLEARING -> {
        Instant turn = outage.nextAt().plus(now.pace().multipliedBy(before(tx, outage, incident)));
        yield wait(
            tx,
            turn,
            outage,
            "it is over, and re-runs follow one at a time, every %d s"
                .formatted(now.pace().toSeconds()));
      }
    };
  }

  /** The incident that tries whether it is over; one that is over itself tries nothing any more. */
  private static @Nullable String probe(Tx tx, Outage outage) throws SQLException {
    return outage.probe() == null
        ? null
        : tx.one(
                "SELECT id FROM incident WHERE id = ? AND state = 'open'",
                row -> row.getString(1),
                outage.probe())
            .orElse(null);
  }

  private static Optional<Hold> wait(Tx tx, Instant until, Outage outage, String why) {
    Duration left = Duration.between(tx.now(), until);
    return left.isPositive()
        ? Optional.of(new Hold(outage.id(), words(outage) + "; " + why, left))
        : Optional.empty();
  }

  private static String words(Outage outage) {
    return "outage " + outage.id() + " (" + outage.what() + ")";
  }

  /** Held incidents that are still at work and joined before this one. */
  private static long before(Tx tx, Outage outage, String incident) throws SQLException {
    return tx.one(
            "SELECT count(*) FROM outage_member m JOIN incident i ON i.id = m.incident_id,"
                + " outage_member me WHERE me.outage_id = m.outage_id AND me.incident_id = ?"
                + " AND m.outage_id = ? AND m.held = 1 AND i.state = 'open'"
                + " AND (m.joined_at < me.joined_at"
                + " OR (m.joined_at = me.joined_at AND m.incident_id < me.incident_id))",
            row -> row.getLong(1),
            incident,
            outage.id())
        .orElse(0L);
  }

  /**
   * Lets a re-run begin, and notes that it does: as the trial, or as the next in turn.
   *
   * @return why it must not, empty when it may
   */
  public Optional<Hold> begin(Tx tx, String incident) throws SQLException {
    Optional<Outage> found = rules.get().enabled() ? holding(tx, incident) : Optional.empty();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Outage outage = found.get();
    Optional<Hold> hold = hold(tx, outage, incident);
    if (hold.isPresent()) {
      return hold;
    }
    switch (outage.stage()) {
      case OVER -> {}
      case LASTING -> {
        if (!incident.equals(outage.probe())) {
          tx.update("UPDATE outage SET probe = ? WHERE id = ?", incident, outage.id());
          note(tx, outage.id(), new OutageFact.OutageProbed(incident));
        }
      }
      case CLEARING -> {
        release(tx, outage.id(), incident);
        tx.update(
            "UPDATE outage SET next_at = ? WHERE id = ?",
            tx.now().plus(rules.get().pace()),
            outage.id());
        note(tx, outage.id(), new OutageFact.OutageReleased(incident));
        settle(tx, outage.id());
      }
    }
    return Optional.empty();
  }

  /** Whether the incident's timeline does not say yet why it is held. */
  public boolean untold(Tx tx, Hold hold, String incident) throws SQLException {
    return tx.one(
            "SELECT 1 FROM outage_member WHERE outage_id = ? AND incident_id = ? AND told = 0",
            row -> row.getInt(1),
            hold.outage(),
            incident)
        .isPresent();
  }

  /** The timeline says why the incident waits, which may be that it is held. */
  void told(Tx tx, String incident, String why) throws SQLException {
    Optional<Outage> held = holding(tx, incident);
    if (held.isPresent() && why.startsWith(words(held.get()))) {
      tx.update(
          "UPDATE outage_member SET told = 1 WHERE outage_id = ? AND incident_id = ?",
          held.get().id(),
          incident);
    }
  }

  /** Whether an outage holds the incident, and it is not known to be over. */
  boolean lasting(Tx tx, String incident) throws SQLException {
    return rules.get().enabled()
        && holding(tx, incident).filter(outage -> outage.stage() == Stage.LASTING).isPresent();
  }

  /** The outage that holds the incident, whatever it waits for. */
  Optional<Outage> holding(Tx tx, String incident) throws SQLException {
    return tx.one(
        "SELECT o.* FROM outage_member m JOIN outage o ON o.id = m.outage_id"
            + " WHERE m.incident_id = ? AND m.held = 1 AND o.stage <> 'OVER'",
        Outage::of,
        incident);
  }

  /** The outage that the incident belongs or last belonged to. */
  public Optional<Outage> of(Tx tx, String incident) throws SQLException {
    return tx.one(
        "SELECT o.* FROM outage_member m JOIN outage o ON o.id = m.outage_id"
            + " WHERE m.incident_id = ? ORDER BY o.began_at DESC LIMIT 1",
        Outage::of,
        incident);
  }

  /** The newest outages. */
  public List<Outage> newest(Tx tx, int limit) throws SQLException {
    return tx.query(
        "SELECT * FROM outage ORDER BY began_at DESC, id DESC LIMIT ?", Outage::of, limit);
  }

  /** An incident of an outage. */
  public record Member(String incident, String repository, Instant joinedAt, boolean held) {}

  /** The incidents of an outage in the order in which they joined; at most so many. */
  public List<Member> members(Tx tx, String outage, int limit) throws SQLException {
    return tx.query(
        "SELECT * FROM outage_member WHERE outage_id = ? ORDER BY joined_at, incident_id LIMIT ?",
        row ->
            new Member(
                row.getString("incident_id"),
                row.getString("repo"),
                java.util.Objects.requireNonNull(Tx.instant(row, "joined_at")),
                row.getInt("held") == 1),
        outage,
        limit);
  }

  /** How many outages are not over. */
  public long unfinished(Tx tx) throws SQLException {
    return tx.one("SELECT count(*) FROM outage WHERE stage <> 'OVER'", row -> row.getLong(1))
        .orElse(0L);
  }

  Optional<Outage> unfinished(Tx tx, String fingerprint) throws SQLException {
    return tx.one(
        "SELECT * FROM outage WHERE fingerprint = ? AND stage <> 'OVER'", Outage::of, fingerprint);
  }

  Optional<Outage> find(Tx tx, String id) throws SQLException {
    return tx.one("SELECT * FROM outage WHERE id = ?", Outage::of, id);
  }

  void open(Tx tx, Outage outage, OutageFact.OutageBegan fact) throws SQLException {
    tx.update(
        "INSERT INTO outage (id, fingerprint, category, what, stage, began_at, last_seen_at, probe,"
            + " next_at) VALUES (?,?,?,?,?,?,?,?,?)",
        outage.id(),
        outage.fingerprint(),
        outage.category(),
        outage.what(),
        outage.stage(),
        outage.beganAt(),
        outage.lastSeenAt(),
        outage.probe(),
        outage.nextAt());
    note(tx, outage.id(), fact);
  }

  /** Makes the incident one that is held. */
  void hold(Tx tx, String outage, String incident, String repository) throws SQLException {
    tx.update(
        "INSERT INTO outage_member (outage_id, incident_id, repo, joined_at, held, told) VALUES"
            + " (?,?,?,?,1,0) ON CONFLICT (outage_id, incident_id) DO UPDATE SET held = 1, told ="
            + " 0",
        outage,
        incident,
        repository,
        tx.now());
  }

  /** It was seen again: it lasts, whatever a trial said. */
  void lasts(Tx tx, Outage outage, String incident, String repository) throws SQLException {
    boolean probed = incident.equals(outage.probe());
    boolean again = outage.stage() == Stage.CLEARING;
    tx.update(
        "UPDATE outage SET stage = 'LASTING', last_seen_at = ?, probe = ? WHERE id = ?",
        tx.now(),
        probed || again ? null : outage.probe(),
        outage.id());
    hold(tx, outage.id(), incident, repository);
    note(
        tx,
        outage.id(),
        probed
            ? new OutageFact.OutageLasts(incident, "it failed alike once more")
            : new OutageFact.OutageJoined(incident, repository));
  }

  /** The trial ended. */
  void probed(Tx tx, Outage outage, boolean green, String why) throws SQLException {
    String incident = String.valueOf(outage.probe());
    if (green) {
      tx.update(
          "UPDATE outage SET stage = 'CLEARING', probe = NULL, next_at = ? WHERE id = ?",
          tx.now(),
          outage.id());
      release(tx, outage.id(), incident);
      note(tx, outage.id(), new OutageFact.OutageCleared(incident));
      settle(tx, outage.id());
    } else {
      tx.update("UPDATE outage SET probe = NULL WHERE id = ?", outage.id());
      note(tx, outage.id(), new OutageFact.OutageLasts(incident, why));
    }
  }

  void release(Tx tx, String outage, String incident) throws SQLException {
    tx.update(
        "UPDATE outage_member SET held = 0 WHERE outage_id = ? AND incident_id = ?",
        outage,
        incident);
  }

  /**
   * Ends an outage for which no incident waits any more.
   *
   * @return whether it is over
   */
  boolean settle(Tx tx, String id) throws SQLException {
    Optional<Outage> found = find(tx, id);
    if (found.isEmpty() || found.get().stage() == Stage.OVER) {
      return true;
    }
    Outage outage = found.get();
    long waiting =
        tx.one(
                "SELECT count(*) FROM outage_member m JOIN incident i ON i.id = m.incident_id"
                    + " WHERE m.outage_id = ? AND m.held = 1 AND i.state = 'open'",
                row -> row.getLong(1),
                id)
            .orElse(0L);
    boolean quiet = !outage.lastSeenAt().plus(rules.get().quiet()).isAfter(tx.now());
    if (waiting > 0 || (outage.stage() == Stage.LASTING && !quiet)) {
      return false;
    }
    tx.update("UPDATE outage SET stage = 'OVER', probe = NULL WHERE id = ?", id);
    // what belonged to this one must not make the next
    tx.update("DELETE FROM outage_sighting WHERE fingerprint = ?", outage.fingerprint());
    note(
        tx,
        id,
        new OutageFact.OutageEnded(
            outage.stage() == Stage.CLEARING
                ? "a re-run went green, and all others have begun"
                : "no incident waits for it any more, and nothing has failed alike since"));
    return true;
  }

  private void note(Tx tx, String id, OutageFact fact) throws SQLException {
    journal.append(tx, new Chain("outage:" + id), Journal.ANY, fact);
  }
}
