package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.REFUSED;
import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.Priority;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.State;
import io.closedloop.core.incident.Urgency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How urgent an incident is among all jobs that ran, and what follows from it. */
class PriorityLoopTest {
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder).format("format", "formatted\n");
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  /** A run of two jobs that passed, and whose end was delivered. */
  private void passes(String branch) {
    loop.ended(loop.hub.end(loop.hub.run(branch, "build", "docs"), Map.of(), ""));
  }

  private static Urgency urgency(Incident incident) {
    Urgency found = incident.urgency();
    if (found == null) {
      throw new AssertionError("no priority was found for " + incident.id());
    }
    return found;
  }

  @Test
  void aFailureIsWeighedAmongTheJobsOfItsWorkflowOnOtherBranches() {
    loop.start();
    for (int i = 0; i < 4; i++) {
      passes("feature");
      passes("main");
    }
    loop.failed("feature", REFUSED);

    assertThat(urgency(loop.only()).level()).isEqualTo(Priority.LOW);
    assertThat(urgency(loop.only()).reasons())
        .startsWith(
            "rate: 1 of 10 jobs in 5 runs of CI on other branches failed within 24 h, 10.0 %: low",
            "count: 1 failed: low");
  }

  @Test
  void onTheDefaultBranchOnlyItsOwnJobsCountAndItIsMoreUrgent() {
    loop.start();
    for (int i = 0; i < 4; i++) {
      passes("main");
      passes("feature");
    }
    loop.failed("main", REFUSED);

    assertThat(urgency(loop.only()).level()).isEqualTo(Priority.MEDIUM);
    assertThat(urgency(loop.only()).reasons())
        .startsWith(
            "rate: 1 of 10 jobs in 5 runs of CI on the default branch failed within 24 h, 10.0 %: low")
        .endsWith("default branch, +1: medium");
  }

  @Test
  void whatRanBeforeTheWindowDoesNotCount() {
    loop.start();
    for (int i = 0; i < 6; i++) {
      loop.hub.branch("other-" + i);
      loop.failed("other-" + i, UNFORMATTED);
    }
    loop.advance(Duration.ofHours(25));
    loop.failed("feature", REFUSED);

    assertThat(urgency(loop.all().getLast()).reasons())
        .startsWith(
            "rate: 1 of 2 jobs in 1 run of CI on other branches failed within 24 h, which does not count below 5 runs");
  }

  @Test
  void aDeliveryThatComesTwiceCountsOnce() {
    loop.start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.ended(run);
    loop.ended(run);

    long rows =
        loop.store
            .read(tx -> tx.one("SELECT count(*) FROM job_outcome", row -> row.getLong(1)))
            .orElseThrow();
    assertThat(rows).isEqualTo(2);
  }

  @Test
  void aFailureThatComesAgainBecomesMoreUrgent() {
    loop.start();
    for (int i = 0; i < 3; i++) {
      loop.ended(
          loop.hub.end(loop.hub.run("feature", "build"), Map.of("build", "failure"), REFUSED));
    }

    Incident incident = loop.only();
    assertThat(urgency(incident).level()).isEqualTo(Priority.MEDIUM);
    assertThat(loop.facts(incident)).containsOnlyOnce("IncidentOpened").contains("FailureJoined");
    assertThat(loop.facts(incident).stream().filter("PriorityFound"::equals)).hasSize(2);
  }

  @Test
  void ourOwnRerunsThatFailedAreNoFurtherFailures() {
    loop.rerun().start();
    Hub.Run run = loop.failed("feature", REFUSED);
    for (int i = 0; i < 2; i++) {
      loop.advance(Duration.ofMinutes(2));
      loop.ended(loop.hub.end(run, Map.of("build", "failure"), REFUSED));
    }

    assertThat(run.attempt()).isEqualTo(3);
    assertThat(urgency(loop.only()).level()).isEqualTo(Priority.LOW);
    assertThat(loop.facts(loop.only())).containsOnlyOnce("PriorityFound");
  }

  @Test
  void anIncidentOfACriticalWorkflowWaitsForAPersonWhereTheOperatorWantsThat() {
    loop.priorityModes.put(Priority.CRITICAL, "supervised");
    loop.criticalWorkflows.add("CI");
    loop.start();
    loop.failed("feature", UNFORMATTED);

    Incident incident = loop.only();
    assertThat(incident.state()).isInstanceOf(State.AwaitingApproval.class);
    assertThat(incident.plan().getFirst().steps())
        .contains("supervised: automation.priority_overrides: critical is supervised");
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void whatIsLessUrgentGoesOnByItself() {
    loop.priorityModes.put(Priority.CRITICAL, "supervised");
    loop.priorityModes.put(Priority.LOW, "automatic");
    loop.start();
    loop.failed("feature", UNFORMATTED);

    assertThat(loop.only().state()).isInstanceOf(State.Proving.class);
    assertThat(loop.only().plan().getFirst().steps())
        .contains("automatic: automation.priority_overrides: low is automatic");
  }

  @Test
  void whatBecameCriticalAfterItWasPlannedAsksBeforeItActs() {
    loop.priorityModes.put(Priority.CRITICAL, "supervised");
    loop.boosts.put("infrastructure", new PriorityRules.Boost(1, List.of()));
    loop.rerun().start();
    loop.failed("feature", REFUSED);
    assertThat(loop.only().state()).isInstanceOf(State.Waiting.class);
    for (int i = 0; i < 4; i++) {
      loop.ended(
          loop.hub.end(loop.hub.run("feature", "build"), Map.of("build", "failure"), REFUSED));
    }
    assertThat(urgency(loop.only()).level()).isEqualTo(Priority.CRITICAL);

    loop.advance(Duration.ofMinutes(1));

    assertThat(loop.only().state()).isInstanceOf(State.AwaitingApproval.class);
    assertThat(loop.hub.writes()).isEmpty();
  }
}
