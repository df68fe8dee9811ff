package io.closedloop.core.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.closedloop.api.Evidence;
import io.closedloop.api.RepoId;
import io.closedloop.api.WorkflowJob;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.Explanation;
import io.closedloop.core.diagnose.LogCapture;
import io.closedloop.core.diagnose.LogExcerpt;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.diagnose.Refiner;
import io.closedloop.core.diagnose.Signature;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class FailedJobsTest {
  private static final RepoId REPO = new RepoId("octo", "shop");
  private static final String LOG =
      """
      ##[group]Run fetch
      ##[endgroup]
      connection refused
      ##[error]Process completed with exit code 7.
      """;
  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final FailedJobs jobs = new FailedJobs(new JsonMapper());
  private final DiagnosisEngine engine =
      new DiagnosisEngine(
          List.of(
              new Signature(
                  "refused",
                  "infrastructure",
                  "network",
                  "curl",
                  Signature.Passes.YES,
                  80,
                  Signature.Reads.OUTPUT,
                  false,
                  Pattern.compile("connection refused"),
                  List.of("connection refused"),
                  List.of(),
                  0,
                  List.of())),
          0.3,
          Refiner.NONE);
  private Store store;
  private FailedJobKeeper keeper;

  @BeforeEach
  void open() {
    store = Stores.open(folder, clock);
    keeper =
        new FailedJobKeeper(
            store, clock, new JsonMapper(), Executors.newSingleThreadExecutor(), meters);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static WorkflowRun run() {
    return new WorkflowRun(
        REPO,
        70,
        1,
        7,
        "CI",
        "ci.yml",
        "push",
        "main",
        "abc",
        REPO,
        "completed",
        "failure",
        "mona",
        List.of(),
        null,
        null,
        "");
  }

  private void fail(long job, String log) throws IOException {
    var failed =
        new WorkflowJob(
            job,
            70,
            1,
            "build",
            "completed",
            "failure",
            null,
            null,
            null,
            List.of(new WorkflowJob.Step(1, "fetch", "completed", "failure")),
            "");
    var annotations =
        List.of(new Evidence.Annotation(".github", 1, "failure", "exit 7, token=***"));
    try (var capture =
        new LogCapture(new ByteArrayInputStream(log.getBytes(StandardCharsets.UTF_8)))) {
      var examined = engine.examine(capture, run(), failed, annotations);
      keeper.keep(new LogKeeper.Read(run(), failed, annotations, examined, capture));
    }
  }

  private List<FailedJob> page(int limit) {
    return store.read(tx -> jobs.page(tx, null, limit));
  }

  private Map<Long, Explanation> explanations() {
    return store.read(tx -> jobs.explanations(tx, "octo/shop", List.of(1L, 2L)));
  }

  @Test
  void aFailedJobIsKeptSoThatItCanBeDiagnosedAgain() throws IOException {
    fail(1, LOG);
    fail(1, LOG);
    keeper.close();
    var kept = page(10);
    assertThat(kept).hasSize(1);
    var job = kept.getFirst();
    assertThat(job.repository()).isEqualTo("octo/shop");
    assertThat(job.category()).isEqualTo("infrastructure");
    assertThat(job.passes()).isTrue();
    assertThat(job.asJob().steps()).hasSize(1);
    assertThat(job.context().annotations().getFirst().message()).isEqualTo("exit 7, token=***");
    try (var log = job.log().open()) {
      assertThat(engine.diagnose(log, null, job.asJob(), job.context().annotations()).fingerprint())
          .isEqualTo(job.fingerprint());
    }
    var explanations = explanations();
    assertThat(explanations).containsOnlyKeys(1L);
    assertThat(
            java.util.Objects.requireNonNull(explanations.get(1L))
                .candidates()
                .getFirst()
                .matches()
                .getFirst()
                .line())
        .isEqualTo(3);
    assertThat(meters.counter("closedloop.failed.jobs", "result", "kept").count()).isEqualTo(2);
  }

  @Test
  void pagesHoldEachJobOnceAlsoAtOneInstant() throws IOException {
    for (int i = 1; i <= 7; i++) {
      fail(i, LOG);
      if (i % 3 == 0) {
        clock.advance(Duration.ofMinutes(1));
      }
    }
    keeper.close();
    var ids = new java.util.ArrayList<Long>();
    String cursor = null;
    do {
      String from = cursor;
      var page = store.read(tx -> jobs.page(tx, from, 2));
      page.forEach(job -> ids.add(job.jobId()));
      cursor = page.isEmpty() ? null : FailedJobs.cursor(page.getLast());
    } while (cursor != null);
    assertThat(ids).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
  }

  @Test
  void aPageReadsNoMoreThanItHoldsAndTheCleanUpOnlyWhatItDrops() {
    assertThat(plan(FailedJobs.PAGE, clock.instant(), "octo/shop", 1, 50))
        .containsExactly(
            "SEARCH failed_job USING INDEX failed_job_with_log ((read_at,repo,job_id)<(?,?,?))");
    assertThat(
            plan(
                "UPDATE failed_job SET log = NULL WHERE read_at < ? AND log IS NOT NULL",
                clock.instant()))
        .containsExactly("SEARCH failed_job USING INDEX failed_job_with_log (read_at<?)");
  }

  private List<String> plan(String sql, Object... arguments) {
    return store.read(
        tx -> tx.query("EXPLAIN QUERY PLAN " + sql, row -> row.getString("detail"), arguments));
  }

  @Test
  void theLongestRepositoryHasACursorThatIsAccepted() {
    var last =
        new FailedJob(
            "o".repeat(100) + "/" + "r".repeat(100),
            Long.MAX_VALUE,
            "build",
            1,
            1,
            clock.instant(),
            "general",
            "unknown",
            null,
            false,
            "f",
            new FailedJob.Context(List.of(), List.of()),
            LogExcerpt.kept(new byte[0]));
    assertThat(FailedJobs.cursor(last)).hasSizeBetween(250, FailedJobs.LONGEST_CURSOR);
  }

  @Test
  void logsGrowOldBeforeTheRestDoes() throws IOException {
    fail(1, LOG);
    keeper.close();
    forget(Duration.ofDays(29));
    assertThat(page(10)).hasSize(1);
    forget(Duration.ofDays(2));
    assertThat(page(10)).isEmpty();
    assertThat(explanations()).hasSize(1);
    forget(Duration.ofDays(365));
    assertThat(explanations()).isEmpty();
  }

  private void forget(Duration later) {
    clock.advance(later);
    store.write(tx -> {
      jobs.forget(tx, clock.instant(), Duration.ofDays(30));
      return true;
    });
  }

  @Test
  void whatFindsNoRoomIsDroppedAndCounted() throws IOException {
    var busy = new CountDownLatch(1);
    var thread = Executors.newSingleThreadExecutor();
    Future<Boolean> waits =
        thread.submit(() -> {
          busy.await();
          return true;
        });
    keeper = new FailedJobKeeper(store, clock, new JsonMapper(), thread, meters);
    for (int i = 1; i <= 2010; i++) {
      fail(i, LOG);
    }
    busy.countDown();
    keeper.close();
    assertThat(waits).isDone();
    assertThat(meters.counter("closedloop.failed.jobs", "result", "dropped").count()).isEqualTo(10);
    assertThat(meters.counter("closedloop.failed.jobs", "result", "kept").count()).isEqualTo(2000);
    assertThat(page(5000)).hasSize(2000);
  }
}
