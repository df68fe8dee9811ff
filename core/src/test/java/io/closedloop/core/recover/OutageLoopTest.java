package io.closedloop.core.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.RepoId;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import io.closedloop.core.outage.Outage;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.outage.Outages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same failure in several repositories. */
class OutageLoopTest {
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).rerun();
    loop.outages =
        new OutageRules(
            true,
            3,
            Duration.ofMinutes(15),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Set.of("infrastructure"));
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  /** A run of another repository that failed so. */
  private Hub.Run fails(String repository, String log) {
    Hub.Run run =
        loop.hub.runOf("push", "octo/" + repository, "feature", loop.hub.head("feature"), "build");
    loop.hub.end(run, Map.of("build", "failure"), log);
    ended(repository, run);
    return run;
  }

  private void ended(String repository, Hub.Run run) {
    loop.watch().runCompleted(new RepoId("octo", repository), run.id, run.attempt());
    loop.schedule.runDue();
  }

  private List<Outage> outages() {
    return loop.store.read(tx -> loop.outages().newest(tx, 10));
  }

  private Outage outage() {
    assertThat(outages()).hasSize(1);
    return outages().getFirst();
  }

  private List<String> outageFacts() {
    return loop.store.read(tx ->
        tx.query(
            "SELECT type FROM journal WHERE chain LIKE 'outage:%' ORDER BY seq",
            row -> row.getString(1)));
  }

  private Incident incident(String repository) {
    return loop.all().stream()
        .filter(i -> i.failure().repo().name().equals(repository))
        .findFirst()
        .orElseThrow();
  }

  private long reruns() {
    return loop.hub.writes().stream().filter(line -> line.contains("/rerun")).count();
  }

  /** The repositories whose re-run was asked for, in order. */
  private List<String> rerun() {
    return loop.hub.writes().stream()
        .filter(line -> line.contains("/rerun"))
        .map(line -> line.split("/", -1)[3])
        .toList();
  }

  private static Hub.Run of(Map<String, Hub.Run> runs, String repository) {
    return java.util.Objects.requireNonNull(runs.get(repository));
  }

  private void green(String repository, Hub.Run run) {
    loop.hub.end(run, Map.of(), "");
    ended(repository, run);
  }

  @Test
  void whatIsOutOnTheJobsOwnMachineIsOutForThatJobAlone() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, "connect 127.0.0.1:5432: connection refused\n##[error]exit code 7.\n");
    }
    assertThat(outages()).isEmpty();
    assertThat(incident("c").failure().diagnosis().category()).isEqualTo("infrastructure");
  }

  @Test
  void whileItLastsNothingIsRunAgainAndOneTrialEndsIt() {
    Map<String, Hub.Run> runs = new java.util.LinkedHashMap<>();
    for (String repository : List.of("a", "b", "c", "d")) {
      runs.put(repository, fails(repository, Loop.REFUSED));
      loop.clock.advance(Duration.ofSeconds(5));
    }
    assertThat(outage().stage()).isEqualTo(Outage.Stage.LASTING);
    loop.advance(Duration.ofMinutes(9));
    assertThat(reruns()).isZero();
    assertThat(loop.facts(incident("d")).stream().filter("ActionDelayed"::equals).count())
        .isEqualTo(2);
    assertThat(((State.Waiting) incident("d").state()).action()).isEqualTo("rerun_failed_jobs");

    loop.advance(Duration.ofMinutes(2));
    assertThat(rerun()).hasSize(1);
    String probe = rerun().getFirst();
    assertThat(outage().probe()).isEqualTo(incident(probe).id());
    loop.advance(Duration.ofMinutes(5));
    assertThat(reruns()).isEqualTo(1);

    green(probe, of(runs, probe));
    assertThat(outage().stage()).isEqualTo(Outage.Stage.CLEARING);
    assertThat(((State.Ended) incident(probe).state()).outcome()).isEqualTo(Outcome.RECOVERED);
    List<Long> paced = new ArrayList<>();
    for (int minute = 0; minute < 5; minute++) {
      paced.add(reruns());
      loop.advance(Duration.ofMinutes(1));
    }
    for (int i = 1; i < paced.size(); i++) {
      assertThat(paced.get(i) - paced.get(i - 1)).isBetween(0L, 1L);
    }
    assertThat(rerun()).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(outage().stage()).isEqualTo(Outage.Stage.OVER);
    assertThat(outageFacts())
        .containsExactly(
            "OutageBegan",
            "OutageJoined",
            "OutageProbed",
            "OutageCleared",
            "OutageReleased",
            "OutageReleased",
            "OutageReleased",
            "OutageEnded");
  }

  @Test
  void aTrialThatFailsAlikeMeansThatItLasts() {
    Map<String, Hub.Run> runs = new java.util.LinkedHashMap<>();
    for (String repository : List.of("a", "b", "c")) {
      runs.put(repository, fails(repository, Loop.REFUSED));
    }
    loop.advance(Duration.ofMinutes(12));
    String probe = rerun().getFirst();
    loop.hub.end(of(runs, probe), Map.of("build", "failure"), Loop.REFUSED);
    ended(probe, of(runs, probe));
    assertThat(outage().stage()).isEqualTo(Outage.Stage.LASTING);
    assertThat(outage().probe()).isNull();
    loop.advance(Duration.ofMinutes(9));
    assertThat(reruns()).isEqualTo(1);
    loop.advance(Duration.ofMinutes(3));
    assertThat(reruns()).isEqualTo(2);
  }

  @Test
  void whatFailsBecauseItLastsUsesUpNoAttempt() {
    Map<String, Hub.Run> runs = new java.util.LinkedHashMap<>();
    for (String repository : List.of("a", "b", "c")) {
      runs.put(repository, fails(repository, Loop.REFUSED));
    }
    for (int trials = 1; trials <= 3 * loop.reruns + 1; trials++) {
      loop.advance(Duration.ofMinutes(13));
      assertThat(reruns()).isEqualTo(trials);
      String probe = rerun().getLast();
      loop.hub.end(of(runs, probe), Map.of("build", "failure"), Loop.REFUSED);
      ended(probe, of(runs, probe));
    }
    assertThat(loop.all()).allMatch(incident -> incident.state() instanceof State.Waiting);
    assertThat(loop.all())
        .flatMap(Incident::attempts)
        .allMatch(attempt -> attempt.outcome().equals("outage"));
    loop.advance(Duration.ofMinutes(13));
    green(rerun().getLast(), of(runs, rerun().getLast()));
    assertThat(outage().stage()).isEqualTo(Outage.Stage.CLEARING);
    loop.advance(Duration.ofMinutes(5));
    assertThat(loop.all()).noneMatch(incident -> incident.state() instanceof State.Escalated);
  }

  @Test
  void itOutlivesTheProcess() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, Loop.REFUSED);
    }
    loop.start();
    loop.advance(Duration.ofMinutes(9));
    assertThat(reruns()).isZero();
    fails("e", Loop.REFUSED);
    loop.start();
    loop.advance(Duration.ofMinutes(9));
    assertThat(reruns()).isZero();
    assertThat(outage().stage()).isEqualTo(Outage.Stage.LASTING);
    loop.advance(Duration.ofMinutes(3));
    assertThat(reruns()).isEqualTo(1);
  }

  @Test
  void fewRepositoriesOtherCausesOtherCategoriesAndLongAgoAreNoOutage() {
    fails("a", Loop.REFUSED);
    fails("a", Loop.REFUSED);
    fails("b", Loop.REFUSED);
    fails("c", Loop.NO_NAME);
    for (String repository : List.of("a", "b", "c", "d")) {
      fails(repository, Loop.UNFORMATTED);
    }
    loop.clock.advance(Duration.ofMinutes(16));
    fails("c", Loop.REFUSED);
    assertThat(outages()).isEmpty();
  }

  @Test
  void anOutageThatPeopleEndedIsOver() {
    Map<String, Hub.Run> runs = new java.util.LinkedHashMap<>();
    for (String repository : List.of("a", "b", "c")) {
      runs.put(repository, fails(repository, Loop.REFUSED));
    }
    loop.advance(Duration.ofMinutes(2));
    runs.forEach((repository, run) -> {
      loop.hub.rerun(run, "mona");
      green(repository, run);
    });
    assertThat(outage().stage()).isEqualTo(Outage.Stage.LASTING);
    loop.advance(Duration.ofMinutes(25));
    assertThat(outage().stage()).isEqualTo(Outage.Stage.OVER);
    assertThat(reruns()).isZero();
  }

  @Test
  void aTrialWhoseIncidentEndsOtherwiseLeavesTheTrialToAnother() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, Loop.REFUSED);
    }
    loop.advance(Duration.ofMinutes(12));
    assertThat(reruns()).isEqualTo(1);
    loop.approvals().dismiss(incident(rerun().getFirst()).id(), "ann", "not ours");
    assertThat(outage().probe()).isNull();
    loop.advance(Duration.ofMinutes(2));
    assertThat(reruns()).isEqualTo(2);
    assertThat(rerun()).doesNotHaveDuplicates();
  }

  @Test
  void anOutageAfterTheOutageBeginsAnew() {
    Map<String, Hub.Run> runs = new java.util.LinkedHashMap<>();
    for (String repository : List.of("a", "b", "c")) {
      runs.put(repository, fails(repository, Loop.REFUSED));
    }
    runs.forEach((repository, run) -> {
      loop.hub.rerun(run, "mona");
      green(repository, run);
    });
    loop.advance(Duration.ofMinutes(11));
    assertThat(outage().stage()).isEqualTo(Outage.Stage.OVER);
    fails("d", Loop.REFUSED);
    assertThat(outages()).hasSize(1);
    fails("e", Loop.REFUSED);
    fails("f", Loop.REFUSED);
    assertThat(outages())
        .extracting(Outage::stage)
        .containsExactly(Outage.Stage.LASTING, Outage.Stage.OVER);
  }

  @Test
  void switchedOffNothingIsHeld() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, Loop.REFUSED);
    }
    loop.outages = OutageRules.OFF;
    loop.advance(Duration.ofMinutes(12));
    assertThat(reruns()).isEqualTo(3);
  }

  @Test
  void aTrialThatEndsWhileItIsSwitchedOffHoldsNobodyForEver() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, Loop.REFUSED);
    }
    loop.advance(Duration.ofMinutes(12));
    OutageRules on = loop.outages;
    loop.outages = OutageRules.OFF;
    loop.approvals().dismiss(incident(rerun().getFirst()).id(), "ann", "not ours");
    assertThat(outage().probe()).isNull();
    loop.outages = on;
    loop.advance(Duration.ofMinutes(2));
    assertThat(rerun()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void aTrialOfAnIncidentThatIsOverCountsAsNone() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, Loop.REFUSED);
    }
    // as a version left it that did not look while it was switched off
    loop.store.write(tx -> tx.update("UPDATE outage SET probe = 'over'"));
    loop.advance(Duration.ofMinutes(12));
    assertThat(rerun()).hasSize(1);
  }

  @Test
  void whyARerunIsHeldCountsAsToldOnceTheTimelineSaysIt() {
    for (String repository : List.of("a", "b", "c")) {
      fails(repository, Loop.REFUSED);
    }
    String id = incident("a").id();
    Outages.Hold hold = loop.gate().held(id).orElseThrow();
    assertThat(loop.gate().untold(hold, id)).isTrue();
    // as if the process had died before it was recorded
    assertThat(loop.gate().untold(hold, id)).isTrue();
    loop.advance(Duration.ofMinutes(1));
    assertThat(loop.facts(incident("a")).getLast()).isEqualTo("ActionDelayed");
    assertThat(loop.gate().untold(hold, id)).isFalse();
  }

  @Test
  void aRerunThatWasApprovedBeforeSaysThatItIsHeldAndGoesOnAfterwards() {
    loop.supervise("rerun_failed_jobs").start();
    Hub.Run run = fails("a", Loop.REFUSED);
    loop.advance(Duration.ofMinutes(1));
    Incident first = incident("a");
    String digest = ((State.AwaitingApproval) first.state()).digest();
    fails("b", Loop.REFUSED);
    fails("c", Loop.REFUSED);
    assertThat(outage().stage()).isEqualTo(Outage.Stage.LASTING);
    loop.approvals().decide(first.id(), digest, true, "ann");
    loop.advance(Duration.ofMinutes(5));
    assertThat(reruns()).isZero();
    assertThat(loop.facts(first).stream().filter("ActionHeld"::equals).count()).isEqualTo(1);
    assertThat(incident("a").state()).isInstanceOf(State.Acting.class);
    loop.advance(Duration.ofMinutes(7));
    assertThat(rerun()).containsExactly("a");
    green("a", run);
    assertThat(((State.Ended) incident("a").state()).outcome()).isEqualTo(Outcome.RECOVERED);
  }
}
