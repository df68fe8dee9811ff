package io.closedloop.core.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.Priority;
import io.closedloop.api.StepResult;
import io.closedloop.api.WorkflowJob;
import io.closedloop.core.incident.IncidentFact.ActionCleared;
import io.closedloop.core.incident.IncidentFact.ActionDeclined;
import io.closedloop.core.incident.IncidentFact.ActionDelayed;
import io.closedloop.core.incident.IncidentFact.ActionProposed;
import io.closedloop.core.incident.IncidentFact.ApprovalAsked;
import io.closedloop.core.incident.IncidentFact.ApprovalExpired;
import io.closedloop.core.incident.IncidentFact.ApprovalGiven;
import io.closedloop.core.incident.IncidentFact.ChannelFailed;
import io.closedloop.core.incident.IncidentFact.ChannelTold;
import io.closedloop.core.incident.IncidentFact.EffectBegun;
import io.closedloop.core.incident.IncidentFact.EffectDone;
import io.closedloop.core.incident.IncidentFact.FailureJoined;
import io.closedloop.core.incident.IncidentFact.FindingsMade;
import io.closedloop.core.incident.IncidentFact.IncidentDismissed;
import io.closedloop.core.incident.IncidentFact.IncidentEnded;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.incident.IncidentFact.LoopGuarded;
import io.closedloop.core.incident.IncidentFact.PluginFailed;
import io.closedloop.core.incident.IncidentFact.ProofArrived;
import io.closedloop.core.incident.IncidentFact.ProofAwaited;
import io.closedloop.core.incident.IncidentFact.ProposalRefused;
import io.closedloop.core.incident.IncidentFact.RecoveryPlanned;
import io.closedloop.core.journal.ChainConflict;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsTest {
  private static final Instant AT = Instant.parse("2026-11-22T10:00:00Z");
  private static final Failure FAILURE = Failures.of("quality_gates", false, "f");
  private static final ActionProposed PROPOSED =
      new ActionProposed(1, "format", "why", "{}", "d".repeat(64), "diff");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(AT);
  private Store store;
  private Incidents incidents;

  @BeforeEach
  void open() {
    store = Stores.open(folder, clock);
    Journal journal = new Journal(FactTypes.of(IncidentFact.class), _ -> {});
    incidents = new Incidents(journal, clock, new IncidentFollowers(List.of()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Incident opened(Failure failure) {
    return store.write(tx -> incidents.open(tx, new IncidentOpened(failure, 0, null)));
  }

  private Incident then(Incident incident, IncidentFact fact) {
    clock.advance(Duration.ofSeconds(1));
    return store.write(tx -> incidents.record(tx, incident, fact));
  }

  private Incident found(Incident incident) {
    return store.read(tx -> incidents.find(tx, incident.id())).orElseThrow();
  }

  /** One of each kind, in an order that can happen. */
  private static List<IncidentFact> everyFact() {
    var done = new StepResult("step", StepResult.Status.DONE, Map.of("sha", "b".repeat(40)));
    return List.of(
        new IncidentFact.PriorityFound(Priority.HIGH, List.of("reason")),
        new RecoveryPlanned(
            List.of(
                new PlannedAction("format", PlannedAction.SUPERVISED, List.of("why"), 3, false))),
        new PluginFailed("p", "propose", "it threw", "trace"),
        new FindingsMade("look", "title", "text"),
        new ProposalRefused("greedy", List.of("reason")),
        new ActionDeclined("other", "nothing to do"),
        new ActionDelayed("format", AT.plusSeconds(60), "later"),
        PROPOSED,
        new ApprovalAsked(PROPOSED.digest(), AT.plusSeconds(600)),
        new ApprovalExpired(PROPOSED.digest()),
        PROPOSED,
        new ApprovalAsked(PROPOSED.digest(), AT.plusSeconds(600)),
        new ApprovalGiven(PROPOSED.digest(), true, "mona"),
        PROPOSED,
        new ActionCleared(PROPOSED.digest()),
        new IncidentFact.ActionHeld("format", "an outage lasts"),
        new EffectBegun(3, 0, "key", "guard"),
        new EffectDone(3, 0, done),
        new ProofAwaited(
            3, ProofTarget.commit(FAILURE, "b".repeat(40), List.of("build")), AT.plusSeconds(900)),
        new FailureJoined(Failures.on(FAILURE, "b".repeat(40))),
        new ProofArrived(3, "red", "still red"),
        new LoopGuarded("too deep"),
        new ChannelTold("comment", null),
        new ChannelFailed("comment", "away"),
        new IncidentEscalated("a person must look"),
        new IncidentDismissed("mona", "known"),
        new IncidentEnded(Outcome.FIXED_BY_HUMAN, "green"));
  }

  @Test
  void everyFactCanBeAppliedAndReadingThemAllAgainGivesTheSameIncident() {
    Set<Class<?>> kinds = everyFact().stream().map(Object::getClass).collect(Collectors.toSet());
    kinds.add(IncidentOpened.class);
    assertThat(kinds)
        .as("one of each kind")
        .containsExactlyInAnyOrder(IncidentFact.class.getPermittedSubclasses());
    Incident incident = opened(FAILURE);
    for (IncidentFact fact : everyFact()) {
      incident = then(incident, fact);
      assertThat(found(incident)).as("after %s", fact).isEqualTo(incident);
    }
    assertThat(incident.state()).isEqualTo(new State.Ended(Outcome.FIXED_BY_HUMAN, "green"));
    assertThat(incident.attempts())
        .extracting(Attempt::outcome)
        .containsExactly("rejected", "proposed", "red");
  }

  @Test
  void aFactUponSomethingThatIsNotTheNewestIsRefused() {
    Incident first = opened(FAILURE);
    then(first, new LoopGuarded("x"));
    assertThatThrownBy(() -> then(first, new LoopGuarded("y"))).isInstanceOf(ChainConflict.class);
  }

  @Test
  void aProposalForAnotherCommitIsOutdatedAndDoesNotCountAsATry() {
    Incident incident = opened(FAILURE);
    incident =
        then(
            incident,
            new RecoveryPlanned(
                List.of(
                    new PlannedAction("format", PlannedAction.SUPERVISED, List.of(), 1, false))));
    incident = then(incident, PROPOSED);
    incident = then(incident, new ApprovalAsked(PROPOSED.digest(), AT.plusSeconds(600)));
    assertThat(incident.tries("format")).isEqualTo(1);
    Incident sameCommit = then(incident, new FailureJoined(FAILURE));
    assertThat(sameCommit.state()).isInstanceOf(State.AwaitingApproval.class);
    Incident moved = then(sameCommit, new FailureJoined(Failures.on(FAILURE, "b".repeat(40))));
    assertThat(moved.state()).isEqualTo(new State.Choosing());
    assertThat(moved.lastAttempt().outcome()).isEqualTo("outdated");
    assertThat(moved.tries("format")).isZero();
  }

  @Test
  void aFailureWithAnotherCauseIsPlannedAnew() {
    Incident incident = opened(FAILURE);
    incident =
        then(
            incident,
            new RecoveryPlanned(
                List.of(
                    new PlannedAction("format", PlannedAction.SUPERVISED, List.of(), 1, false))));
    incident = then(incident, PROPOSED);
    incident = then(incident, new ApprovalAsked(PROPOSED.digest(), AT.plusSeconds(600)));
    incident = then(incident, new FailureJoined(Failures.of("testing", false, "other")));
    incident = then(incident, new ApprovalExpired(PROPOSED.digest()));
    assertThat(incident.state()).isEqualTo(new State.Undecided());
  }

  @Test
  void aFailedJobIsSeenForTheFirstTimeOnce() {
    assertThat(firstSight(71, 1, 100)).isTrue();
    assertThat(firstSight(71, 1, 100)).isFalse();
    assertThat(firstSight(72, 2, 200)).isTrue();
  }

  @Test
  void aJobThatALaterAttemptMerelyCopiedIsNotNew() {
    assertThat(firstSight(71, 1, 100)).isTrue();
    assertThat(firstSight(95, 2, 100)).isFalse();
    assertThat(firstSight(96, 3, 300)).isTrue();
  }

  @Test
  void aRefHasOneWriterUntilItsIncidentIsOver() {
    Incident one = opened(FAILURE);
    Incident two = opened(FAILURE);
    assertThat(takes(one)).isTrue();
    assertThat(takes(one)).isTrue();
    assertThat(takes(two)).isFalse();
    then(one, new IncidentEscalated("x"));
    assertThat(takes(two)).isTrue();
    then(two, new IncidentEnded(Outcome.RECOVERED, "x"));
    assertThat(takes(opened(FAILURE))).isTrue();
  }

  private boolean firstSight(long id, int attempt, long started) {
    WorkflowJob job =
        new WorkflowJob(
            id,
            FAILURE.run().id(),
            attempt,
            "build",
            "completed",
            "failure",
            Instant.ofEpochSecond(started),
            null,
            null,
            List.of(),
            "");
    return store.write(tx -> incidents.firstSight(tx, FAILURE.repo(), job));
  }

  private boolean takes(Incident incident) {
    return store.write(tx -> incidents.takeRef(tx, incident));
  }

  @Test
  void pagesStayInPlaceWhileNewIncidentsArrive() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.addFirst(opened(FAILURE).id());
      clock.advance(Duration.ofMillis(i % 2));
    }
    ids.sort(java.util.Comparator.naturalOrder());
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      IncidentPage page = page(cursor);
      page.rows().forEach(row -> seen.add(row.id()));
      cursor = page.next();
      clock.advance(Duration.ofSeconds(1));
      opened(FAILURE);
    } while (cursor != null);
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
  }

  private IncidentPage page(@Nullable String cursor) {
    return store.read(
        tx -> incidents.page(tx, new IncidentPage.Filter(null, null, null, null, cursor, 2)));
  }

  @Test
  void aCursorThatIsNoneIsSaidToBeNone() {
    for (String cursor : Arrays.asList("", "x", "$$", "OjE", "MTIz")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> page(cursor))
          .withMessageContaining("not a cursor");
    }
  }
}
