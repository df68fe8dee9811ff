package io.closedloop.core.outage;

import io.closedloop.core.incident.Failure;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.incident.State;
import io.closedloop.core.outage.Outage.Stage;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.Task;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sees from the incidents' facts that the same fails in several repositories, and how the trial of
 * an outage ended. Works in the fact's own transaction, so that a crash loses nothing. Switched off
 * it sees no new ones, but still how trials end, so that nothing waits for them when it is on
 * again.
 */
public final class Correlation implements IncidentFollowers.Follower, TaskHandler {
  /** Ends an outage that nobody waits for. */
  public static final String TASK = "outage";

  /** What cannot be reached on the job's own machine is out for that job alone. */
  private static final Pattern OWN_MACHINE =
      Pattern.compile("\\b(?:localhost|127\\.0\\.0\\.\\d+|0\\.0\\.0\\.0)\\b|\\[?::1\\]?[:\\s]");

  private static final int LONGEST = 200;
  private static final Duration SIGHTINGS_KEPT = Duration.ofDays(2);
  private final Outages outages;
  private final Provider<OutageRules> rules;
  private final Schedule schedule;
  private final Store store;

  @Inject
  Correlation(Outages outages, Provider<OutageRules> rules, Schedule schedule, Store store) {
    this.outages = outages;
    this.rules = rules;
    this.schedule = schedule;
    this.store = store;
  }

  @Override
  public void follow(Tx tx, Incident after, IncidentFact fact) throws SQLException {
    switch (fact) {
      case IncidentFact.IncidentOpened _, IncidentFact.FailureJoined _ -> failed(tx, after);
      case IncidentFact.ProofArrived f -> proven(tx, after, f);
      case IncidentFact.ActionDeclined f -> declined(tx, after, f);
      case IncidentFact.ActionDelayed f -> outages.told(tx, after.id(), f.why());
      case IncidentFact.ActionHeld f -> outages.told(tx, after.id(), f.why());
      case IncidentFact.IncidentEnded _,
          IncidentFact.IncidentEscalated _,
          IncidentFact.IncidentDismissed _ ->
          left(tx, after);
      case IncidentFact.LoopGuarded _,
          IncidentFact.PriorityFound _,
          IncidentFact.RecoveryPlanned _,
          IncidentFact.PluginFailed _,
          IncidentFact.FindingsMade _,
          IncidentFact.ActionProposed _,
          IncidentFact.ProposalRefused _,
          IncidentFact.ActionCleared _,
          IncidentFact.ApprovalAsked _,
          IncidentFact.ApprovalGiven _,
          IncidentFact.ApprovalExpired _,
          IncidentFact.EffectBegun _,
          IncidentFact.EffectDone _,
          IncidentFact.ProofAwaited _,
          IncidentFact.ChannelTold _,
          IncidentFact.ChannelFailed _ -> {}
    }
  }

  private void failed(Tx tx, Incident incident) throws SQLException {
    Failure failure = incident.failure();
    String fingerprint = failure.diagnosis().fingerprint();
    Optional<Outage> held = outages.holding(tx, incident.id());
    if (held.isPresent() && !held.get().fingerprint().equals(fingerprint)) {
      // it fails for another reason now, so the outage is no cause of it
      outages.release(tx, held.get().id(), incident.id());
      unprobe(tx, held.get(), incident, "it fails for another reason now");
      outages.settle(tx, held.get().id());
    }
    if (!rules.get().enabled()
        || !rules.get().categories().contains(failure.diagnosis().category())
        || failure.diagnosis().evidence().stream()
            .limit(1)
            .anyMatch(line -> OWN_MACHINE.matcher(line.text()).find())) {
      return;
    }
    tx.update(
        "INSERT INTO outage_sighting (fingerprint, incident_id, repo, seen_at) VALUES (?,?,?,?)"
            + " ON CONFLICT (fingerprint, incident_id) DO UPDATE SET seen_at = EXCLUDED.seen_at",
        fingerprint,
        incident.id(),
        failure.repo().toString(),
        tx.now());
    Optional<Outage> known = outages.unfinished(tx, fingerprint);
    if (known.isPresent()) {
      outages.lasts(tx, known.get(), incident.id(), failure.repo().toString());
    } else {
      count(tx, incident);
    }
  }

  private record Sighting(String incident, String repository) {}

  private void count(Tx tx, Incident incident) throws SQLException {
    String fingerprint = incident.failure().diagnosis().fingerprint();
    Instant now = tx.now();
    List<Sighting> seen =
        tx.query(
            "SELECT incident_id, repo FROM outage_sighting WHERE fingerprint = ? AND seen_at >= ?"
                + " ORDER BY seen_at, incident_id",
            row -> new Sighting(row.getString(1), row.getString(2)),
            fingerprint,
            now.minus(rules.get().window()));
    List<String> repositories = seen.stream().map(Sighting::repository).distinct().toList();
    if (repositories.size() < rules.get().repositories()) {
      return;
    }
    // the incident that made it one, and its line, are as good as any other
    Outage outage =
        new Outage(
            incident.id() + "-" + incident.seq(),
            fingerprint,
            incident.failure().diagnosis().category(),
            what(incident),
            Stage.LASTING,
            now,
            now,
            null,
            now);
    outages.open(
        tx,
        outage,
        new OutageFact.OutageBegan(
            fingerprint,
            outage.category(),
            outage.what(),
            repositories,
            seen.stream().map(Sighting::incident).toList()));
    for (Sighting sighting : seen) {
      outages.hold(tx, outage.id(), sighting.incident(), sighting.repository());
    }
    schedule.at(tx, new Task(TASK, outage.id()), now.plus(rules.get().quiet()));
  }

  /** Drops what is too long ago to make an outage. */
  public static void forget(Tx tx, Instant now) throws SQLException {
    tx.update("DELETE FROM outage_sighting WHERE seen_at < ?", now.minus(SIGHTINGS_KEPT));
  }

  private static String what(Incident incident) {
    var evidence = incident.failure().diagnosis().evidence();
    String text =
        evidence.isEmpty()
            ? incident.failure().diagnosis().subcategory()
            : evidence.getFirst().text().strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  private void proven(Tx tx, Incident after, IncidentFact.ProofArrived fact) throws SQLException {
    Optional<Outage> held = outages.holding(tx, after.id());
    if (held.isPresent() && after.id().equals(held.get().probe())) {
      outages.probed(
          tx,
          held.get(),
          fact.verdict().equals("green"),
          "its re-run proved nothing: " + fact.explanation());
    }
  }

  /** The trial could not be carried out, and no proof will come of it. */
  private void declined(Tx tx, Incident after, IncidentFact.ActionDeclined fact)
      throws SQLException {
    Optional<Outage> held = outages.holding(tx, after.id());
    if (held.isPresent()) {
      unprobe(tx, held.get(), after, "its re-run did not begin: " + fact.why());
    }
  }

  private void left(Tx tx, Incident after) throws SQLException {
    Optional<Outage> held = outages.holding(tx, after.id());
    if (held.isPresent()) {
      unprobe(tx, held.get(), after, "its incident is " + after.state().word());
      outages.settle(tx, held.get().id());
    }
  }

  private void unprobe(Tx tx, Outage outage, Incident incident, String why) throws SQLException {
    if (incident.id().equals(outage.probe())) {
      boolean green =
          incident.state() instanceof State.Ended(var outcome, String _)
              && outcome == io.closedloop.core.incident.Outcome.RECOVERED;
      outages.probed(tx, outage, green, why);
    }
  }

  @Override
  public void run(String outage) {
    store.write(tx -> {
      if (!outages.settle(tx, outage)) {
        schedule.at(tx, new Task(TASK, outage), tx.now().plus(rules.get().quiet()));
      }
      return outage;
    });
  }
}
