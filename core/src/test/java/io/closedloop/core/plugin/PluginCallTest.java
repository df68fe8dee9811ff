package io.closedloop.core.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.closedloop.core.config.Secrets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class PluginCallTest {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final PluginCall calls =
      new PluginCall(
          new PluginCall.Bounds(3, 2, 2, 3), DeadlineTimer.real(), meters, new Secrets());
  private final CountDownLatch letGo = new CountDownLatch(1);
  private final AtomicBoolean spin = new AtomicBoolean(true);

  @AfterEach
  void letThreadsGo() {
    letGo.countDown();
    spin.set(false);
  }

  @Test
  void aValueComesBack() {
    assertThat(calls.call(caller("a"), "ask", LONG, () -> 42))
        .isEqualTo(new Outcome.Returned<>(42));
  }

  @Test
  void nullIsNoAnswer() {
    assertThat(calls.<String>call(caller("a"), "ask", LONG, () -> null))
        .isEqualTo(new Outcome.Null<>());
  }

  @Test
  void whatIsThrownComesBackWithItsTrace() {
    Outcome<String> outcome =
        calls.call(
            caller("a"),
            "ask",
            LONG,
            () -> {
              throw new IllegalStateException("no luck");
            });

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Threw.class,
            threw -> {
              assertThat(threw.summary()).isEqualTo("java.lang.IllegalStateException: no luck");
              assertThat(threw.stackTrace()).contains("PluginCallTest");
            });
  }

  @Test
  void anEndlessRecursionAndAMissingClassAreTheFaultOfThePluginAlone() {
    assertThat(calls.call(caller("a"), "ask", LONG, () -> forEver(1)).describe())
        .contains("StackOverflowError");
    assertThat(
            calls
                .<String>call(
                    caller("a"),
                    "ask",
                    LONG,
                    () -> {
                      throw new NoClassDefFoundError("x/Y");
                    })
                .describe())
        .contains("NoClassDefFoundError: x/Y");
  }

  @Test
  void anExceptionThatCannotBePrintedIsToldAllTheSame() {
    Outcome<String> outcome =
        calls.call(
            caller("a"),
            "ask",
            LONG,
            () -> {
              throw new Unprintable();
            });

    assertThat(outcome.describe())
        .contains("Unprintable", "cannot be read because of java.lang.IllegalArgumentException");
  }

  @Test
  void anErrorOfTheVirtualMachineIsNotSwallowed() {
    assertThatThrownBy(() ->
            calls.<String>call(
                caller("a"),
                "ask",
                LONG,
                () -> {
                  throw new InternalError("broken");
                }))
        .isInstanceOf(InternalError.class);
    assertThat(calls.call(caller("a"), "ask", LONG, () -> 1))
        .as("its thread is free again")
        .isEqualTo(new Outcome.Returned<>(1));
  }

  @Test
  void aHangingCallIsInterruptedAtItsDeadlineAndItsThreadComesBack() {
    for (int i = 0; i < 10; i++) {
      assertThat(calls.call(caller("hangs"), "ask", SOON, this::hang))
          .isEqualTo(new Outcome.TimedOut<>(SOON));
    }
    assertThat(stuck()).isZero();
  }

  @Test
  void aSpinningInstanceIsRefusedInTheEndAndOthersGoOn() {
    assertThat(calls.call(caller("spins"), "ask", SOON, this::spin))
        .isEqualTo(new Outcome.TimedOut<>(SOON));
    assertThat(calls.call(caller("spins"), "ask", SOON, this::spin))
        .isEqualTo(new Outcome.TimedOut<>(SOON));
    await().atMost(LONG).until(() -> stuck() == 2);

    assertThat(calls.call(caller("spins"), "ask", SOON, this::spin))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(calls.call(caller("sound"), "ask", LONG, () -> 1))
        .isEqualTo(new Outcome.Returned<>(1));

    spin.set(false);
    await().atMost(LONG).until(() -> stuck() == 0);
    assertThat(calls.call(caller("spins"), "ask", LONG, () -> 1))
        .isEqualTo(new Outcome.Returned<>(1));
  }

  @Test
  void oneInstanceCannotTakeEveryThread() throws InterruptedException {
    List<Thread> waiting = List.of(hanging("greedy"), hanging("greedy"));
    await().atMost(LONG).until(() -> threads("greedy") == 2);

    assertThat(calls.call(caller("greedy"), "ask", SOON, () -> 1)).isEqualTo(new Outcome.Busy<>());
    assertThat(calls.call(caller("other"), "ask", LONG, () -> 1))
        .isEqualTo(new Outcome.Returned<>(1));

    letGo.countDown();
    for (Thread thread : waiting) {
      thread.join(LONG);
    }
    assertThat(calls.call(caller("greedy"), "ask", LONG, () -> 1))
        .isEqualTo(new Outcome.Returned<>(1));
  }

  @Test
  void whenTooManyThreadsAreStuckTheRestIsBusyUntilTheyReturn() {
    AtomicInteger count = new AtomicInteger();
    await()
        .atMost(LONG)
        .until(() -> {
          calls.call(caller("stubborn" + count.getAndIncrement() % 3), "ask", SOON, this::persist);
          return stuck() == 6;
        });
    assertThat(calls.call(caller("sound"), "ask", SOON, () -> 1)).isEqualTo(new Outcome.Busy<>());

    spin.set(false);
    await().atMost(LONG).until(() -> stuck() == 0);
    assertThat(calls.call(caller("sound"), "ask", LONG, () -> 1))
        .isEqualTo(new Outcome.Returned<>(1));
  }

  @Test
  void theCallKnowsWhoseItIs() {
    ClassLoader loader = new ClassLoader() {};
    AtomicReference<@Nullable ClassLoader> seen = new AtomicReference<>();
    MDC.put("incident", "7");
    Outcome<String> outcome;
    try {
      outcome =
          calls.call(
              new Caller("plug", "inst", loader),
              "ask",
              LONG,
              () -> {
                seen.set(Thread.currentThread().getContextClassLoader());
                assertThat(Thread.currentThread().isVirtual()).isFalse();
                return MDC.get("plugin") + MDC.get("instance") + MDC.get("incident");
              });
    } finally {
      MDC.remove("incident");
    }

    assertThat(outcome).isEqualTo(new Outcome.Returned<>("pluginst7"));
    assertThat(seen.get()).isSameAs(loader);
  }

  @Test
  void aCallIsCountedByItsOutcome() {
    calls.call(caller("a"), "ask", LONG, () -> 1);
    calls.<String>call(caller("a"), "ask", LONG, () -> null);

    assertThat(meters.get("closedloop.plugin.call").tag("instance", "a").timer().count())
        .isEqualTo(2);
    assertThat(meters.get("closedloop.plugin.outcomes").tag("outcome", "null").counter().count())
        .isEqualTo(1);
  }

  @Test
  void anInterruptedCallerInterruptsThePlugin() throws InterruptedException {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                calls.call(caller("slow"), "ask", LONG, this::hang);
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    await().atMost(LONG).until(() -> threads("slow") == 1);
    caller.interrupt();
    caller.join(LONG);

    assertThat(thrown.get()).hasMessageContaining("slow");
    await().atMost(LONG).until(() -> threads("slow") == 0);
  }

  private Thread hanging(String instance) {
    return Thread.ofVirtual().start(() -> calls.call(caller(instance), "ask", LONG, this::hang));
  }

  private int hang() throws InterruptedException {
    letGo.await();
    return 0;
  }

  private int spin() {
    while (spin.get()) {
      Thread.onSpinWait();
    }
    return 0;
  }

  /** Ignores its interruption, but leaves the processor to others. */
  private int persist() {
    while (spin.get()) {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      Thread.interrupted();
    }
    return 0;
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int forEver(int depth) {
    return forEver(depth + 1) + 1;
  }

  private double stuck() {
    return meters.get("closedloop.plugin.threads.stuck").gauge().value();
  }

  private static long threads(String instance) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("plugin-" + instance + "-ask"))
        .count();
  }

  private static Caller caller(String instance) {
    return new Caller("plugin", instance, PluginCallTest.class.getClassLoader());
  }

  private static final class Unprintable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalArgumentException("hidden");
    }
  }
}
