package io.closedloop.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.closedloop.core.journal.Chain;
import io.closedloop.core.journal.ChainReport;
import io.closedloop.core.journal.Entry;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Happened;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised about a process that dies, asked of processes that are killed. */
class KillTest {
  private static final int KILLS = 5;
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;
  private final Journal journal = new Journal(FactTypes.of(Happened.class), entry -> {});
  private final Set<Integer> acknowledged = new HashSet<>();
  private final Set<Integer> ran = ConcurrentHashMap.newKeySet();

  @Test
  void whatWasAcknowledgedSurvivesAndFactAndTaskStayTogether() throws Exception {
    long seed = CLOCK.millis();
    Random random = new Random(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(kill * 1_000_000, 1 + random.nextInt(400));
      check(seed);
    }
    assertThat(acknowledged)
        .as("seed %d: there was something to lose", seed)
        .hasSizeGreaterThan(50);
    runTheRest();
    assertThat(ran).as("seed %d: each fact's task has run", seed).containsAll(factsInChains());
  }

  /** Starts a server and kills it after it has said about that many lines. */
  private void runAndKill(int first, int lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedServer.class.getName(),
                folder.toString(),
                Integer.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
      int heard = 0;
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        note(line);
        if (++heard == lines) {
          // Process.destroyForcibly would close the pipe, with what was said last still in it.
          process.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(process.waitFor()).isEqualTo(137);
  }

  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (words[0].equals("ACK")) {
      acknowledged.add(Integer.valueOf(words[1]));
    } else if (words[0].equals("RAN")) {
      ran.add(Integer.valueOf(words[1]));
    }
  }

  private void check(long seed) {
    try (Store store = Stores.open(folder, CLOCK)) {
      Set<Integer> facts = facts(store);
      assertThat(facts).as("seed %d: acknowledged facts are there", seed).containsAll(acknowledged);
      Set<Integer> waiting =
          store.read(tx -> ScheduledTasks.waiting(tx, Integer.MAX_VALUE)).stream()
              .map(w -> Integer.valueOf(w.task().id()))
              .collect(Collectors.toSet());
      assertThat(facts).as("seed %d: no task without its fact", seed).containsAll(waiting);
      assertThat(facts).as("seed %d: no task ran without its fact", seed).containsAll(ran);
      Set<Integer> lost = new HashSet<>(facts);
      lost.removeAll(waiting);
      lost.removeAll(ran);
      assertThat(lost).as("seed %d: facts whose task neither waits nor ran", seed).isEmpty();
      assertThat(store.read(journal::verifyAll)).allMatch(ChainReport::whole);
    }
  }

  private void runTheRest() {
    try (Store store = Stores.open(folder, CLOCK)) {
      DbSchedule schedule =
          new DbSchedule(
              store,
              CLOCK,
              new DbSchedule.Settings(4, Duration.ofSeconds(1)),
              (task, failure) -> {});
      schedule.start(Map.of("follow", id -> ran.add(Integer.valueOf(id))));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> store.read(tx -> ScheduledTasks.waiting(tx, 1)).isEmpty());
      schedule.stop();
    }
  }

  private Set<Integer> factsInChains() {
    try (Store store = Stores.open(folder, CLOCK)) {
      return facts(store);
    }
  }

  private Set<Integer> facts(Store store) {
    Set<Integer> numbers = new HashSet<>();
    for (int chain = 0; chain < 7; chain++) {
      Chain name = Chain.incident("c" + chain);
      List<Entry> entries = store.read(tx -> journal.read(tx, name));
      for (Entry entry : entries) {
        numbers.add(((Happened.Counted) entry.fact()).number());
      }
    }
    return numbers;
  }
}
