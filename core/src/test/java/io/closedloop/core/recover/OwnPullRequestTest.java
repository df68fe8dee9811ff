package io.closedloop.core.recover;

import static io.closedloop.core.recover.Hub.REPO;
import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Repairs that are not pushed to the branch itself. */
class OwnPullRequestTest extends RepairLoop {
  @Test
  void theDefaultBranchIsRepairedByAPullRequestOfOurOwnAndProvenAfterItsMerge() {
    loop.format("format", "formatted\n").start();
    loop.failed("main", UNFORMATTED);
    assertThat(loop.hub.file("main", "a.txt")).isEqualTo("a\n");
    Hub.Pull pull = loop.hub.pulls().getFirst();
    assertThat(pull.base).isEqualTo("main");
    assertThat(loop.hub.file(pull.head, "a.txt")).isEqualTo("formatted\n");
    loop.advance(Duration.ofDays(2));
    assertThat(state()).isInstanceOf(State.Proving.class);
    loop.hub.merge(pull);
    loop.watch().pullRequestClosed(REPO, pull.number, pull.head);
    loop.pushed("main");
    assertThat(state()).isInstanceOf(State.Proving.class);
    ci("main", Map.of(), "");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void whileOurPullRequestWaitsMorePushesToARedBranchOpenNoSecondOne() {
    loop.format("format", "formatted\n").start();
    loop.failed("main", UNFORMATTED);
    loop.hub.push("main", "mona", "Work", "b.txt", "b\n");
    loop.pushed("main");
    ci("main", Map.of("build", "failure"), UNFORMATTED);
    assertThat(loop.hub.pulls()).hasSize(1);
    assertThat(state()).isInstanceOf(State.Proving.class);
  }

  @Test
  void aBranchThatAPersonTurnsGreenWhileOurPullRequestWaitsWasFixedByThem() {
    loop.format("format", "formatted\n").start();
    loop.failed("main", UNFORMATTED);
    loop.hub.push("main", "mona", "Work", "a.txt", "by hand\n");
    loop.pushed("main");
    ci("main", Map.of(), "");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.FIXED_BY_HUMAN);
  }

  @Test
  void ourPullRequestThatIsRefusedLeavesItUnproven() {
    loop.format("format", "formatted\n").start();
    loop.failed("main", UNFORMATTED);
    Hub.Pull pull = loop.hub.pulls().getFirst();
    pull.state = "closed";
    loop.watch().pullRequestClosed(REPO, pull.number, pull.head);
    loop.schedule.runDue();
    assertThat(outcome(loop.only())).isEqualTo(Outcome.UNPROVEN);
  }

  @Test
  void aProtectedBranchIsRepairedByAPullRequestToo() {
    loop.hub.protectedBranches = true;
    loop.format("format", "formatted\n").start();
    loop.failed("feature", UNFORMATTED);
    assertThat(loop.hub.file("feature", "a.txt")).isEqualTo("a\n");
    assertThat(loop.hub.pulls()).singleElement().extracting(p -> p.base).isEqualTo("feature");
  }

  @Test
  void aForkIsOfferedThePatchAndNothingIsPushed() {
    loop.format("format", "formatted\n").start();
    String sha = loop.hub.push("fork:patch", "mallory", "Theirs", "a.txt", "a\n");
    loop.hub.open("mallory/shop", "patch", "main");
    Hub.Run run = loop.hub.runOf("pull_request", "mallory/shop", "patch", sha, "build");
    loop.ended(loop.hub.end(run, Map.of("build", "failure"), UNFORMATTED));
    Incident incident = loop.only();
    assertThat(incident.failure().ref()).isEqualTo("mallory:patch");
    assertThat(((State.Escalated) incident.state()).why()).contains("A patch is offered");
    assertThat(incident.lastAttempt().preview()).contains("+formatted");
    assertThat(loop.hub.writes()).isEmpty();
  }

  @Test
  void aForksPullRequestThatIsClosedEndsItsIncidentAlsoAfterTheForkWasDeleted() {
    loop.format("format", "formatted\n").supervise("format").start();
    String sha = loop.hub.push("fork:patch", "mallory", "Theirs", "a.txt", "a\n");
    Hub.Pull pull = loop.hub.open("mallory/shop", "patch", "main");
    Hub.Run run = loop.hub.runOf("pull_request", "mallory/shop", "patch", sha, "build");
    loop.hub.end(run, Map.of("build", "failure"), UNFORMATTED);
    loop.ended(run);
    assertThat(loop.only().failure().ref()).isEqualTo("mallory:patch");
    pull.state = "closed";
    loop.watch().pullRequestClosed(REPO, pull.number, "unknown:patch");
    assertThat(outcome(loop.only())).isEqualTo(Outcome.SUPERSEDED);
  }
}
