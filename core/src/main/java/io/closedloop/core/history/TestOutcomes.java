package io.closedloop.core.history;

import io.closedloop.api.Evidence;
import io.closedloop.api.WorkflowRun;
import io.closedloop.core.diagnose.TestMemory;
import io.closedloop.core.report.TestResult;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers how tests ended. Only of those that failed at some time, also their passing: the others
 * are many, and not flaky as far as anybody knows.
 */
public final class TestOutcomes implements TestMemory {
  static final Duration KEPT = Duration.ofDays(60);
  static final String FAILED_BEFORE =
      "SELECT DISTINCT test FROM test_outcome WHERE repo = ? AND passed = 0";
  private static final int MOST_AT_ONCE = 1_000;
  private final Store store;

  @Inject
  public TestOutcomes(Store store) {
    this.store = store;
  }

  @Override
  public void remember(WorkflowRun run, List<TestResult> tests) {
    if (tests.isEmpty()) {
      return;
    }
    String repo = run.repo().toString();
    Set<String> failed =
        new HashSet<>(store.read(tx -> tx.query(FAILED_BEFORE, row -> row.getString(1), repo)));
    store.write(tx -> {
      remember(tx, run, tests, failed);
      return tests.size();
    });
  }

  private static void remember(
      Tx tx, WorkflowRun run, List<TestResult> tests, Set<String> failedBefore)
      throws SQLException {
    String repo = run.repo().toString();
    Set<String> known = new HashSet<>(failedBefore);
    Map<Key, Boolean> passed = new LinkedHashMap<>();
    for (TestResult test : tests) {
      if (!test.passed()) {
        known.add(test.id());
      }
      // what one report tells both of a name is not sound in any case
      passed.merge(new Key(test.report(), test.id()), test.passed(), Boolean::logicalAnd);
    }
    passed.keySet().removeIf(key -> !known.contains(key.test()));
    int left = MOST_AT_ONCE;
    for (var outcome : passed.entrySet()) {
      if (left-- == 0) {
        return;
      }
      tx.update(
          "INSERT INTO test_outcome (repo, test, head_sha, sources, run_id, run_attempt, passed,"
              + " seen_at) VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
          repo,
          outcome.getKey().test(),
          run.headSha(),
          sources(run) + outcome.getKey().report(),
          run.id(),
          run.attempt(),
          outcome.getValue() ? 1 : 0,
          tx.now());
    }
  }

  private record Key(String report, String test) {}

  /**
   * Outcomes are compared only where the same was tested: pushes test the head, while a pull
   * request is merged with a base that moves on, so of it only attempts of one run.
   */
  private static String sources(WorkflowRun run) {
    return run.workflowId() + "/" + (run.event().equals("push") ? "push" : run.id()) + "/";
  }

  @Override
  public Optional<String> flaky(WorkflowRun run, List<Evidence.FailedTest> failed) {
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    return store.read(tx -> {
      List<Flakiness> all = new ArrayList<>();
      for (Evidence.FailedTest test : failed) {
        Flakiness one = of(tx, run.repo().toString(), TestResult.id(test.suite(), test.name()));
        if (one.flipped() == 0) {
          // one test that always fails is enough for the job to fail again
          return Optional.empty();
        }
        all.add(one);
      }
      String others =
          all.size() == 1 ? "" : "; so are the " + (all.size() - 1) + " others that failed";
      return Optional.of(words(all.getFirst()) + others);
    });
  }

  private static String words(Flakiness test) {
    String commit = String.valueOf(test.lastFlipped());
    return "the test %s is flaky: it passed and failed on commit %s, and did so on %d of %d known commits"
        .formatted(
            test.test(),
            commit.substring(0, Math.min(8, commit.length())),
            test.flipped(),
            test.commits());
  }

  private static Flakiness of(Tx tx, String repo, String test) throws SQLException {
    record Commit(String sha, boolean flipped) {}
    List<Commit> commits =
        tx.query(
            "SELECT head_sha, max(flipped) AS flipped FROM (SELECT head_sha,"
                + " max(passed) - min(passed) AS flipped, max(seen_at) AS seen_at"
                + " FROM test_outcome WHERE repo = ? AND test = ? GROUP BY head_sha, sources)"
                + " AS commits GROUP BY head_sha ORDER BY max(seen_at) DESC, head_sha",
            row -> new Commit(row.getString(1), row.getInt(2) == 1),
            repo,
            test);
    List<Commit> flipped = commits.stream().filter(Commit::flipped).toList();
    return Flakiness.of(
        repo,
        test,
        commits.size(),
        flipped.size(),
        flipped.isEmpty() ? null : flipped.getFirst().sha());
  }

  /** Tests that both passed and failed on one commit, those first that did so on most of them. */
  public static List<Flakiness> flaky(Tx tx, @Nullable String repo, int limit) throws SQLException {
    record Test(String repo, String name) {}
    List<Test> tests =
        tx.query(
            "SELECT repo, test, count(DISTINCT head_sha) AS flipped FROM (SELECT repo, test, head_sha"
                + " FROM test_outcome WHERE (? IS NULL OR repo = ?)"
                + " GROUP BY repo, test, head_sha, sources HAVING max(passed) > min(passed)) AS flips"
                + " GROUP BY repo, test ORDER BY flipped DESC, repo, test LIMIT ?",
            row -> new Test(row.getString(1), row.getString(2)),
            repo,
            repo,
            limit);
    List<Flakiness> found = new ArrayList<>();
    for (Test test : tests) {
      found.add(of(tx, test.repo(), test.name()));
    }
    return found;
  }

  /** Drops what is too old to say anything. */
  public static void forget(Tx tx, Instant now) throws SQLException {
    tx.update("DELETE FROM test_outcome WHERE seen_at < ?", now.minus(KEPT));
  }
}
