package io.closedloop.core.recover;

import static io.closedloop.core.recover.Hub.ME;
import static io.closedloop.core.recover.Loop.REFUSED;
import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.core.github.GitHubRefused;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A failure that a commit repairs, from its delivery to its end. */
class RepairLoopTest extends RepairLoop {
  @Test
  void aRepairIsCommittedOnTheBranchAndProvenOnItsOwnCommit() {
    loop.format("format", "formatted\n").start();
    String before = loop.hub.head("feature");
    loop.failed("feature", UNFORMATTED);
    String ours = loop.hub.head("feature");
    assertThat(ours).isNotEqualTo(before);
    assertThat(loop.hub.file("feature", "a.txt")).isEqualTo("formatted\n");
    assertThat(loop.hub.message(ours))
        .contains("Closedloop-Incident: " + loop.only().id())
        .contains("Closedloop-Effect: " + loop.only().id() + ".1.0");
    assertThat(loop.pushed("feature")).startsWith("nothing");
    assertThat(state()).isInstanceOf(State.Proving.class);
    ci("feature", Map.of(), "");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.RECOVERED);
    assertThat(loop.hub.head("feature")).isEqualTo(ours);
  }

  @Test
  void aTokenThatIsRefusedWhileTheProposalIsJudgedSaysNothingOfTheProposal() {
    loop.format("format", "formatted\n").start();
    loop.hub.refuse(401, "GET /repos/octo/shop/git/trees/");
    loop.failed("feature", UNFORMATTED);
    assertThat(state()).isNotInstanceOf(State.Escalated.class);
    assertThat(loop.only().declined()).isEmpty();
    loop.hub.heal();
    loop.advance(Duration.ofHours(1));
    assertThat(state()).isInstanceOf(State.Proving.class);
  }

  @Test
  void aRunInARepositoryThatTheTokenMayNotSeeIsNotTakenForMissing() {
    loop.format("format", "formatted\n").start();
    loop.hub.refuse(404, "GET /repos/octo/shop");
    assertThatThrownBy(() -> loop.failed("feature", UNFORMATTED))
        .isInstanceOf(GitHubRefused.class)
        .hasMessageContaining("/repos/octo/shop was refused with 404");
    assertThat(loop.all()).isEmpty();
  }

  @Test
  void aRepairThatStaysRedIsFollowedByTheNextActionInTheSameIncident() {
    loop.format("format", "once\n").format("sort", "twice\n").start();
    String broken = loop.hub.head("feature");
    loop.failed("feature", UNFORMATTED);
    String first = loop.hub.head("feature");
    ci("feature", Map.of("build", "failure"), UNFORMATTED);
    assertThat(commits()).isEqualTo(2);
    assertThat(loop.only().view("").headSha()).isEqualTo(loop.hub.head("feature"));
    assertThat(loop.only().view("").earlierShas()).containsExactly(broken, first);
    assertThat(loop.only().attempts())
        .extracting(a -> a.outcome())
        .containsExactly("red", "proving");
    ci("feature", Map.of(), "");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void aRepairThatStaysRedWithNothingLeftIsHandedToPeopleAndLeftAlone() {
    loop.format("format", "once\n").start();
    loop.failed("feature", UNFORMATTED);
    ci("feature", Map.of("build", "failure"), UNFORMATTED);
    assertThat(state()).isInstanceOf(State.Escalated.class);
    loop.advance(Duration.ofDays(1));
    assertThat(commits()).isEqualTo(1);
  }

  @Test
  void anEscalatedIncidentThatAPersonsPushTurnsGreenWasFixedByThem() {
    loop.format("format", "once\n").start();
    loop.failed("feature", UNFORMATTED);
    ci("feature", Map.of("build", "failure"), UNFORMATTED);
    somebodyPushes();
    assertThat(state()).isInstanceOf(State.Escalated.class);
    ci("feature", Map.of(), "");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.FIXED_BY_HUMAN);
  }

  @Test
  void twoIncidentsOnOneBranchWriteOneAfterTheOther() {
    loop.action(
            "both",
            ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt"),
            s ->
                Loop.commit(
                    s.failedJobs().getFirst().name() + ".txt", "on " + s.run().headSha() + "\n"))
        .start();
    Hub.Run run = loop.hub.run("feature", "build", "docs");
    run.attempts.getFirst().getFirst().conclusion = "failure";
    run.attempts.getFirst().getFirst().log = UNFORMATTED;
    loop.ended(loop.hub.end(run, Map.of("docs", "failure"), SORT));
    assertThat(loop.all()).hasSize(2);
    loop.advance(Duration.ofMinutes(2));
    assertThat(commits()).isEqualTo(1);
    String first = loop.hub.head("feature");
    assertThat(loop.all()).noneMatch(i -> i.state() instanceof State.Ended);
    boolean buildFirst = loop.hub.file("feature", "docs.txt").isEmpty();
    ci(
        "feature",
        Map.of(buildFirst ? "docs" : "build", "failure"),
        buildFirst ? SORT : UNFORMATTED);
    loop.advance(Duration.ofMinutes(3));
    assertThat(commits()).isEqualTo(2);
    assertThat(loop.hub.file("feature", buildFirst ? "docs.txt" : "build.txt"))
        .as("made for the commit that it lies on")
        .isEqualTo("on " + first + "\n");
    ci("feature", Map.of(), "");
    assertThat(loop.all())
        .hasSize(2)
        .allSatisfy(i -> assertThat(outcome(i)).isEqualTo(Outcome.RECOVERED));
  }

  @Test
  void whatOurOwnCommitBreaksElsewhereOpensAtMostOneIncidentInAChain() {
    loop.format("format", "formatted\n").start();
    loop.failed("feature", UNFORMATTED);
    loop.advance(Duration.ofSeconds(5));
    Hub.Run run = loop.hub.run("feature", "build", "docs");
    loop.ended(loop.hub.end(run, Map.of("docs", "failure"), REFUSED));
    assertThat(loop.all()).extracting(Incident::chainDepth).containsExactly(0, 1);
    Incident child = loop.all().getLast();
    assertThat(child.causedBy()).isEqualTo(loop.all().getFirst().id());
    loop.hub.push("feature", ME, OwnWrites.sign("Next", child.id(), "k"), "c.txt", "c\n");
    loop.advance(Duration.ofSeconds(5));
    Hub.Run next = loop.hub.run("feature", "other");
    loop.ended(loop.hub.end(next, Map.of("other", "failure"), SORT));
    assertThat(loop.all()).hasSize(2);
    assertThat(loop.facts(child)).contains("LoopGuarded");
  }

  @Test
  void aBudgetThatIsUsedUpStopsTheNextWriteAndSaysSo() {
    loop.limits =
        new io.closedloop.core.plan.Policy.Limits(
            1, 20, 100, 3, Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofDays(3));
    loop.format("format", "once\n").format("sort", "twice\n").start();
    loop.failed("feature", UNFORMATTED);
    ci("feature", Map.of("build", "failure"), UNFORMATTED);
    assertThat(commits()).isEqualTo(1);
    assertThat(((State.Escalated) state()).why()).contains("the budget of 1 ");
  }
}
