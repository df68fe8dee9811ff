package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.NO_NAME;
import static io.closedloop.core.recover.Loop.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Proof;
import io.closedloop.api.Proposal;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.Outcome;
import io.closedloop.core.incident.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two incidents of one run, whose re-runs concern each other, and people who re-run as well. */
class SharedRunTest {
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void start() throws IOException {
    loop = new Loop(folder);
  }

  @AfterEach
  void stop() {
    loop.close();
  }

  /** A run of which two jobs failed for two reasons, each an incident of its own. */
  private Hub.Run twoFailures() {
    Hub.Run run = loop.hub.run("feature", "build", "docs");
    loop.hub.end(run, Map.of("build", "failure", "docs", "failure"), REFUSED);
    run.attempts.getLast().get(1).log = NO_NAME;
    loop.ended(run);
    assertThat(loop.all()).hasSize(2);
    return run;
  }

  private void ends(Hub.Run run, String job, String conclusion) {
    loop.advance(Duration.ofSeconds(5));
    loop.hub.end(run, Map.of(job, conclusion), "");
    for (Hub.Job ended : run.attempts.getLast()) {
      ended.log = ended.name.equals("build") ? REFUSED : NO_NAME;
    }
    loop.ended(run);
  }

  private Incident proving() {
    return loop.all().stream()
        .filter(i -> i.state() instanceof State.Proving)
        .findFirst()
        .orElseThrow();
  }

  private Incident other(Incident incident) {
    return loop.all().stream().filter(i -> !i.id().equals(incident.id())).findFirst().orElseThrow();
  }

  private Incident again(Incident incident) {
    return loop.all().stream().filter(i -> i.id().equals(incident.id())).findFirst().orElseThrow();
  }

  private static String job(Incident incident) {
    return incident.failure().jobNames().iterator().next();
  }

  private static Outcome outcome(Incident incident) {
    return ((State.Ended) incident.state()).outcome();
  }

  @Test
  void anAttemptThatWeBeganForOneIncidentKeepsTheOtherFromNothing() {
    loop.rerun().start();
    Hub.Run run = twoFailures();
    loop.advance(Duration.ofSeconds(34));
    Incident first = proving();
    Incident second = other(first);
    assertThat(run.attempt()).isEqualTo(2);
    ends(run, job(second), "failure");
    assertThat(outcome(again(first))).isEqualTo(Outcome.RECOVERED);
    loop.advance(Duration.ofMinutes(3));
    assertThat(run.attempt()).isEqualTo(3);
    ends(run, "nothing", "failure");
    assertThat(outcome(again(second))).isEqualTo(Outcome.RECOVERED);
  }

  @Test
  void whatOurRerunForOneIncidentTurnedGreenIsNoSuccessOfTheOther() {
    loop.rerun().start();
    Hub.Run run = twoFailures();
    loop.advance(Duration.ofSeconds(34));
    Incident first = proving();
    Incident second = other(first);
    ends(run, job(first), "failure");
    assertThat(outcome(again(second))).isEqualTo(Outcome.SUPERSEDED);
    assertThat(again(first).attempts().getFirst().outcome()).isEqualTo("red");
  }

  @Test
  void aJobThatIsRunAgainAloneIsNamedByItsNumberInTheNewestAttempt() {
    loop.action(
            "rerun_one_job",
            ActionSpec.of("re_run", Effect.Rerun.class).forEveryCategory(),
            s ->
                Proposal.Act.of(
                    new Effect.Rerun(
                        s.run().id(),
                        new Effect.Rerun.Scope.OneJob(s.failedJobs().getFirst().id()),
                        false),
                    "it can pass by itself",
                    Proof.failedJobs()))
        .start();
    Hub.Run run = twoFailures();
    loop.advance(Duration.ofSeconds(34));
    Incident second = other(proving());
    ends(run, job(second), "failure");
    long newest =
        run.attempts.get(1).stream()
            .filter(j -> j.name.equals(job(second)))
            .findFirst()
            .orElseThrow()
            .id;
    loop.advance(Duration.ofMinutes(3));
    assertThat(loop.hub.writes())
        .last()
        .isEqualTo("POST /repos/octo/shop/actions/jobs/" + newest + "/rerun");
  }

  @Test
  void anAttemptThatSomebodyBeganAfterOursIsNotCountedAsOurSuccess() {
    loop.rerun().start();
    Hub.Run run = loop.failed("feature", REFUSED);
    loop.advance(Duration.ofSeconds(34));
    assertThat(run.attempt()).isEqualTo(2);
    loop.hub.end(run, Map.of("build", "failure"), REFUSED);
    loop.hub.rerun(run, "mona");
    loop.hub.end(run, Map.of(), "");
    loop.ended(run);
    loop.advance(Duration.ofMinutes(10));
    assertThat(loop.only().attempts().getFirst().outcome()).isEqualTo("red");
    assertThat(outcome(loop.only())).isNotEqualTo(Outcome.RECOVERED);
  }
}
