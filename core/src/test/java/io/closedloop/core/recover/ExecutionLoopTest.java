package io.closedloop.core.recover;

import static io.closedloop.core.recover.Loop.UNFORMATTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.Effect;
import io.closedloop.api.Proposal;
import io.closedloop.core.incident.State;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plan.Retries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bounds on what executes: how long for one recovery, how much at once in a repository. */
class ExecutionLoopTest {
  private static final ActionSpec WRITES =
      ActionSpec.of("code_formatting", Effect.Commit.class).writing("*.txt");
  @TempDir Path folder;
  private Loop loop;

  @BeforeEach
  void open() throws IOException {
    loop = new Loop(folder);
  }

  @AfterEach
  void close() {
    loop.close();
  }

  private void limits(int atOnce, Duration recovery) {
    loop.limits =
        new Policy.Limits(3, 20, 100, atOnce, Duration.ofMinutes(5), recovery, Duration.ofDays(3));
  }

  @Test
  void aRecoveryThatHasUsedUpItsTimeGoesToPeopleAlsoAfterARestart() {
    limits(3, Duration.ofSeconds(100));
    AtomicInteger asked = new AtomicInteger();
    loop.action(
            "slow",
            WRITES,
            _ -> {
              asked.incrementAndGet();
              loop.clock.advance(Duration.ofSeconds(60));
              return new Proposal.Later(Duration.ofHours(1), "not yet");
            })
        .start();
    loop.failed("feature", UNFORMATTED);
    assertThat(loop.only().state()).isInstanceOf(State.Waiting.class);
    loop.start();
    loop.advance(Duration.ofHours(2));
    loop.advance(Duration.ofHours(2));

    assertThat(asked).hasValue(2);
    assertThat(loop.only().state())
        .isInstanceOfSatisfying(
            State.Escalated.class,
            escalated ->
                assertThat(escalated.why()).contains("100 s", "total_recovery_timeout_seconds"));
  }

  @Test
  void waitingDoesNotCountAsExecuting() {
    limits(3, Duration.ofSeconds(100));
    AtomicInteger asked = new AtomicInteger();
    loop.action(
            "patient",
            WRITES,
            _ ->
                asked.incrementAndGet() < 5
                    ? new Proposal.Later(Duration.ofHours(1), "not yet")
                    : new Proposal.Nothing("nothing to do"))
        .start();
    loop.failed("feature", UNFORMATTED);
    for (int i = 0; i < 6; i++) {
      loop.advance(Duration.ofHours(1));
    }
    assertThat(asked).hasValue(5);
  }

  @Test
  void oneMoreThanMayExecuteInARepositoryWaitsForAPlace() throws Exception {
    limits(1, Duration.ofMinutes(30));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger asked = new AtomicInteger();
    loop.action(
            "busy",
            WRITES,
            _ -> {
              asked.incrementAndGet();
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              inside.countDown();
              go.await();
              now.decrementAndGet();
              return new Proposal.Nothing("nothing to do");
            })
        .start();
    Hub.Run one = loop.hub.run("feature", "build");
    loop.hub.end(one, java.util.Map.of("build", "failure"), UNFORMATTED);
    loop.deliver(one, 1);
    Hub.Run two = loop.hub.run("feature", "other");
    loop.hub.end(
        two,
        java.util.Map.of("other", "failure"),
        "B.java: imports are not sorted\n##[error]exit code 1.\n");
    loop.deliver(two, 1);
    List<String> ids = loop.all().stream().map(incident -> incident.id()).toList();
    assertThat(ids).hasSize(2);

    Thread first = Thread.ofPlatform().start(() -> loop.recovery().run(ids.get(0)));
    inside.await();
    loop.recovery().run(ids.get(1)); // comes back at once, with nothing done
    assertThat(asked).hasValue(1);
    go.countDown();
    first.join();
    loop.schedule.runDue();

    assertThat(asked).hasValue(2);
    assertThat(most).hasValue(1);
    assertThat(loop.all()).allMatch(i -> i.state() instanceof State.Escalated);
  }

  @Test
  void whatTheOperatorsWordsCallPassingIsRunAgainAsOftenAndAsSoonAsItsCategorySays() {
    loop.strategies.put(
        "quality_gates", new Retries.Strategy(1, Duration.ofSeconds(5), List.of("not FORMATTED")));
    loop.rerun().start();
    loop.failed("feature", UNFORMATTED);
    assertThat(loop.only().plan().getFirst().steps())
        .anyMatch(step -> step.contains("transient_error_patterns of quality_gates"));
    assertThat(loop.only().plan().getFirst().tries()).isEqualTo(1);
    loop.advance(Duration.ofSeconds(6));
    assertThat(loop.hub.writes()).hasSize(1).first().asString().contains("rerun-failed-jobs");
  }
}
