package io.closedloop.core.recover;

import io.closedloop.core.incident.Attempt;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.ProofArrived;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.ProofTarget;
import io.closedloop.core.outage.OutageGate;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Waits for GitHub's own result; nothing else makes an incident recovered. */
@Singleton
final class Proving {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private final Proofs proofs;
  private final Watch watch;
  private final HeadCheck heads;
  private final OutageGate outages;
  private final InstantSource clock;

  @Inject
  Proving(Proofs proofs, Watch watch, HeadCheck heads, OutageGate outages, InstantSource clock) {
    this.proofs = proofs;
    this.watch = watch;
    this.heads = heads;
    this.outages = outages;
    this.clock = clock;
  }

  Move prove(Incident incident, ProofTarget target, Instant deadline) {
    int attempt = incident.lastAttempt().number();
    return switch (proofs.read(incident, target)) {
      case ProofVerdict.Green(String explanation) ->
          Move.of(
              new ProofArrived(attempt, "green", explanation),
              new IncidentEnded(Outcome.RECOVERED, explanation));
      // the new failure joins first, so that the next action sees what is wrong now
      case ProofVerdict.Red(String explanation, var run) ->
          watch.observe(run).isEmpty()
              ? Move.of(new ProofArrived(attempt, red(incident), explanation))
              : new Move.LookAgain();
      case ProofVerdict.Never(String explanation) -> unproven(attempt, explanation);
      case ProofVerdict.Pending(String explanation) -> {
        if (movedOn(incident, target) instanceof HeadCheck.Gone(String why)) {
          yield Move.of(new IncidentEnded(Outcome.SUPERSEDED, why));
        }
        yield clock.instant().isBefore(deadline)
            ? new Move.Rest()
            : unproven(attempt, "no signal came until " + deadline + ": " + explanation);
      }
    };
  }

  /** What failed because an outage lasts says nothing about the attempt. */
  private String red(Incident incident) {
    return outages.lasting(incident.id()) ? Attempt.OUTAGE : "red";
  }

  private static Move unproven(int attempt, String why) {
    return Move.of(
        new ProofArrived(attempt, "none", why), new IncidentEnded(Outcome.UNPROVEN, why));
  }

  private HeadCheck.Head movedOn(Incident incident, ProofTarget target) {
    return target.kind() == ProofTarget.Kind.MERGE ? new HeadCheck.Here() : heads.check(incident);
  }

  /** When to look again: often at first, then less so. */
  Duration nextLook(Incident incident) {
    Duration waited = Duration.between(incident.updatedAt(), clock.instant());
    Duration pause = waited.dividedBy(4).plus(RecoveryTasks.FIRST_LOOK);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
