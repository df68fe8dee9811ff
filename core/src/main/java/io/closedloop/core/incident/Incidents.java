package io.closedloop.core.incident;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.api.Priority;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Stores incidents: their facts in the journal, and one row each to find them by. Nothing else
 * changes an incident.
 */
@Singleton
public final class Incidents {
  private static final Duration SEEN_KEPT = Duration.ofDays(365);

  // the + keeps SQLite from reading all of the repository in order instead
  static final String OPEN_ON =
      "SELECT id FROM incident WHERE repo=? AND ref=? AND state IN ('open','escalated')"
          + " ORDER BY +opened_at, id";
  static final String BESIDES =
      "SELECT id FROM incident WHERE repo=? AND ref=? AND id<>?"
          + " AND (state IN ('open','escalated') OR head_sha=?) ORDER BY +opened_at, id LIMIT 10";
  static final String OF_PULL_REQUEST =
      "SELECT id FROM incident WHERE repo=? AND pull_request=? AND state IN ('open','escalated')"
          + " ORDER BY +opened_at, id";

  private final Journal journal;
  private final InstantSource clock;
  private final IncidentFollowers followers;
  private final SecureRandom random = new SecureRandom();

  /** By id. The hash at a chain's end stands for the whole chain, so nothing here can be stale. */
  private final Cache<String, Folded> folded =
      Caffeine.newBuilder()
          .maximumSize(3_000)
          .expireAfterAccess(Duration.ofMinutes(1))
          .executor(Runnable::run) // its upkeep is less work than waking another thread for it
          .build();

  private record Folded(String lastHash, Incident incident) {}

  @Inject
  Incidents(Journal journal, InstantSource clock, IncidentFollowers followers) {
    this.journal = journal;
    this.clock = clock;
    this.followers = followers;
  }

  /** Opens an incident. */
  public Incident open(Tx tx, IncidentOpened fact) throws java.sql.SQLException {
    String id = newId();
    Entry entry = journal.append(tx, Chain.incident(id), 0, fact);
    Incident incident = Incident.open(id, entry.seq(), entry.at(), fact);
    folded.put(id, new Folded(entry.hash(), incident));
    tx.update(
        "INSERT INTO incident (id, seq, repo, ref, workflow_id, workflow, category, fingerprint, head_sha, run_id,"
            + " pull_request, state, phase, opened_at, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        id,
        incident.seq(),
        incident.failure().repo().toString(),
        incident.failure().ref(),
        incident.failure().run().workflowId(),
        incident.failure().run().workflow(),
        incident.failure().diagnosis().category(),
        incident.failure().diagnosis().fingerprint(),
        incident.failure().run().headSha(),
        incident.failure().run().id(),
        incident.failure().pullRequest(),
        incident.state().word(),
        incident.state().phase(),
        micros(incident.openedAt()),
        micros(incident.updatedAt()));
    followers.follow(tx, incident, fact);
    return incident;
  }

  /**
   * Adds a fact to an incident.
   *
   * @param incident as it was read; must be the newest
   * @return the incident after the fact
   * @throws io.closedloop.core.journal.ChainConflict when somebody else was first: read it again
   */
  public Incident record(Tx tx, Incident incident, IncidentFact fact) throws java.sql.SQLException {
    Entry entry = journal.append(tx, Chain.incident(incident.id()), incident.seq(), fact);
    Incident after = incident.apply(entry.seq(), entry.at(), fact);
    folded.put(after.id(), new Folded(entry.hash(), after));
    tx.update(
        "UPDATE incident SET seq=?, category=?, fingerprint=?, head_sha=?, run_id=?, pull_request=?, state=?, phase=?,"
            + " updated_at=? WHERE id=?",
        after.seq(),
        after.failure().diagnosis().category(),
        after.failure().diagnosis().fingerprint(),
        after.failure().run().headSha(),
        after.failure().run().id(),
        after.failure().pullRequest(),
        after.state().word(),
        after.state().phase(),
        micros(after.updatedAt()),
        after.id());
    if (fact instanceof IncidentFact.PriorityFound(Priority level, var _)) {
      tx.update("UPDATE incident SET priority=? WHERE id=?", level.word(), after.id());
    }
    if (after.state() instanceof State.Ended
        || after.state() instanceof State.Escalated
        || after.state() instanceof State.AwaitingApproval) {
      tx.update("DELETE FROM ref_writer WHERE incident_id=?", after.id());
    }
    followers.follow(tx, after, fact);
    return after;
  }

  /** The incident, or empty when there is none of that id. */
  public Optional<Incident> find(Tx tx, String id) throws java.sql.SQLException {
    Optional<String> lastHash = journal.lastHash(tx, Chain.incident(id));
    if (lastHash.isEmpty()) {
      return Optional.empty();
    }
    Folded known = folded.getIfPresent(id);
    if (known != null && known.lastHash().equals(lastHash.get())) {
      return Optional.of(known.incident());
    }
    List<Entry> timeline = timeline(tx, id);
    Incident incident = fold(id, timeline);
    folded.put(id, new Folded(timeline.getLast().hash(), incident));
    return Optional.of(incident);
  }

  /** The incident that these facts make; at least one, oldest first. */
  public static Incident fold(String id, List<Entry> timeline) {
    Entry first = timeline.getFirst();
    Incident incident = Incident.open(id, first.seq(), first.at(), (IncidentOpened) first.fact());
    for (Entry entry : timeline.subList(1, timeline.size())) {
      incident = incident.apply(entry.seq(), entry.at(), (IncidentFact) entry.fact());
    }
    return incident;
  }

  /** All facts of an incident, oldest first. */
  public List<Entry> timeline(Tx tx, String id) throws java.sql.SQLException {
    return journal.read(tx, Chain.incident(id));
  }

  /** Incidents of a ref that are not over, oldest first. */
  public List<Incident> openOn(Tx tx, RepoId repo, String ref) throws java.sql.SQLException {
    return found(tx, OPEN_ON, repo.toString(), ref);
  }

  /** Incidents of a pull request that are not over, oldest first. */
  public List<Incident> openOf(Tx tx, RepoId repo, int pullRequest) throws java.sql.SQLException {
    return found(tx, OF_PULL_REQUEST, repo.toString(), pullRequest);
  }

  private List<Incident> found(Tx tx, String query, Object... arguments)
      throws java.sql.SQLException {
    List<Incident> incidents = new java.util.ArrayList<>();
    for (String id : tx.query(query, row -> row.getString(1), arguments)) {
      find(tx, id).ifPresent(incidents::add);
    }
    return incidents;
  }

  /**
   * Other incidents that are not over on the same ref, and ended ones of the same commit; at most
   * ten.
   */
  public List<Incident> besides(Tx tx, Incident incident) throws java.sql.SQLException {
    return found(
        tx,
        BESIDES,
        incident.failure().repo().toString(),
        incident.failure().ref(),
        incident.id(),
        incident.failure().run().headSha());
  }

  /** Ids of incidents that are not over, on any ref. */
  public List<String> openIds(Tx tx) throws java.sql.SQLException {
    return tx.query(
        "SELECT id FROM incident WHERE state='open' ORDER BY opened_at, id",
        row -> row.getString(1));
  }

  /**
   * Remembers that a failed job was seen. A job that a later attempt merely copied is the same one:
   * it has the same name and the same start.
   *
   * @return false when it had been seen before, and nothing more must be done about it
   */
  public boolean firstSight(Tx tx, RepoId repo, WorkflowJob job) throws java.sql.SQLException {
    return tx.update(
            "INSERT INTO failure_seen (repo, run_id, job, started_at, seen_at) VALUES (?,?,?,?,?)"
                + " ON CONFLICT DO NOTHING",
            repo.toString(),
            job.runId(),
            job.name(),
            started(job),
            micros(clock.instant()))
        == 1;
  }

  /** Whether a failed job was seen before. */
  public boolean seen(Tx tx, RepoId repo, WorkflowJob job) throws java.sql.SQLException {
    return tx.one(
            "SELECT 1 FROM failure_seen WHERE repo=? AND run_id=? AND job=? AND started_at=?",
            row -> row.getInt(1),
            repo.toString(),
            job.runId(),
            job.name(),
            started(job))
        .isPresent();
  }

  /**
   * Forgets failed jobs that were seen too long ago to be announced again; reads no further than to
   * the first that stays.
   */
  public static void forgetSeen(Tx tx, Instant now) throws java.sql.SQLException {
    tx.update(
        """
        DELETE FROM failure_seen
        WHERE seen_at < ?1
          AND rowid < coalesce(
            (SELECT s.rowid FROM failure_seen s WHERE s.seen_at >= ?1 ORDER BY s.rowid LIMIT 1),
            9223372036854775807)\
        """,
        now.minus(SEEN_KEPT));
  }

  /** A job that never started is told apart by its number. */
  private static long started(WorkflowJob job) {
    return job.startedAt() == null ? -job.id() : micros(job.startedAt());
  }

  /** Makes the incident the one writer of its ref; false when another incident is. */
  public boolean takeRef(Tx tx, Incident incident) throws java.sql.SQLException {
    String repo = incident.failure().repo().toString();
    tx.update(
        "INSERT INTO ref_writer (repo, ref, incident_id) VALUES (?,?,?) ON CONFLICT DO NOTHING",
        repo,
        incident.failure().ref(),
        incident.id());
    return tx.one(
            "SELECT incident_id FROM ref_writer WHERE repo=? AND ref=?",
            row -> row.getString(1),
            repo,
            incident.failure().ref())
        .filter(incident.id()::equals)
        .isPresent();
  }

  /** One page of incidents, newest first; see {@link IncidentPage}. */
  public IncidentPage page(Tx tx, IncidentPage.Filter filter) throws java.sql.SQLException {
    return IncidentPage.read(tx, filter);
  }

  private String newId() {
    return Long.toString(clock.millis(), 36)
        + Integer.toString(36 * 36 * 36 + random.nextInt(35 * 36 * 36 * 36), 36);
  }

  static long micros(Instant at) {
    return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }
}
