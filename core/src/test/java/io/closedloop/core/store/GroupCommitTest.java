package io.closedloop.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
  @TempDir Path folder;
  private Store store;
  private GroupCommit commits;

  @BeforeEach
  void open() {
    store = Stores.open(folder, InstantSource.system());
    store.write(tx -> tx.update("CREATE TABLE t (k TEXT PRIMARY KEY)"));
    commits = new GroupCommit(store, new GroupCommit.Limits(10, 1_000, 4));
  }

  @AfterEach
  void close() {
    commits.close();
    store.close();
  }

  private CompletableFuture<Integer> put(String key) {
    return commits
        .submit(tx -> tx.update("INSERT INTO t (k) VALUES (?)", key), 10)
        .toCompletableFuture();
  }

  private List<String> keys() {
    return store.read(tx -> tx.query("SELECT k FROM t ORDER BY k", row -> row.getString(1)));
  }

  /** Keeps the committing thread busy until released, so that a batch can gather. */
  private CountDownLatch hold() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletionStage<Integer> held =
        commits.submit(
            tx -> {
              started.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return 0;
            },
            10);
    assertThat(held.toCompletableFuture()).isNotDone();
    started.await();
    return release;
  }

  @Test
  void aWorkThatFailsDoesNotFailItsNeighbours() throws Exception {
    List<String> followUps = new ArrayList<>();
    CountDownLatch release = hold();
    var a = put("a");
    var duplicate = put("a");
    var broken =
        commits
            .submit(
                tx -> {
                  tx.update("INSERT INTO t (k) VALUES ('half')");
                  tx.afterCommit(() -> followUps.add("never"));
                  throw new IllegalArgumentException("broken");
                },
                10)
            .toCompletableFuture();
    var b = put("b");
    release.countDown();

    assertThat(a.join()).isEqualTo(1);
    assertThat(b.join()).isEqualTo(1);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(duplicate::join)
        .withCauseInstanceOf(StoreException.class);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(broken::join)
        .withCauseInstanceOf(IllegalArgumentException.class);
    assertThat(keys()).containsExactly("a", "b");
    assertThat(followUps).isEmpty();
  }

  @Test
  void whatFollowsACommitFollowsOnceThoughANeighbourFailed() throws Exception {
    List<String> followUps = new ArrayList<>();
    CountDownLatch release = hold();
    var good =
        commits
            .submit(
                tx -> {
                  tx.afterCommit(() -> followUps.add("once"));
                  return tx.update("INSERT INTO t (k) VALUES ('good')");
                },
                10)
            .toCompletableFuture();
    var broken =
        commits
            .submit(
                tx -> {
                  throw new AssertionError("broken");
                },
                10)
            .toCompletableFuture();
    release.countDown();

    assertThat(good.join()).isEqualTo(1);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(broken::join)
        .withCauseInstanceOf(AssertionError.class);
    assertThat(keys()).containsExactly("good");
    assertThat(followUps).containsExactly("once");
  }

  @Test
  void aFullQueueRefusesByCountAndByBytes() throws Exception {
    CountDownLatch release = hold();
    var tooBig = commits.submit(tx -> 1, 991).toCompletableFuture();
    List<CompletableFuture<Integer>> accepted = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      accepted.add(put("k" + i));
    }
    var tooMany = put("late");
    release.countDown();

    for (var refused : List.of(tooBig, tooMany)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(refused::join)
          .withCauseInstanceOf(QueueFull.class);
    }
    accepted.forEach(CompletableFuture::join);
    assertThat(keys()).hasSize(9).doesNotContain("late");
  }

  @Test
  void aFailingStoreFailsTheWholeBatch() throws Exception {
    CountDownLatch release = hold();
    var before = put("a");
    var full =
        commits
            .submit(
                tx -> {
                  tx.one("PRAGMA max_page_count = 30", r -> r.getInt(1));
                  return tx.update("INSERT INTO t (k) VALUES (?)", "x".repeat(1_000_000));
                },
                10)
            .toCompletableFuture();
    var after = put("b");
    release.countDown();

    for (var lost : List.of(before, full, after)) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(lost::join)
          .withCauseInstanceOf(StoreUnavailable.class);
    }
    assertThat(put("c").join()).isEqualTo(1);
    assertThat(keys()).containsExactly("c");
  }

  @Test
  void closingCommitsWhatWasAccepted() throws Exception {
    CountDownLatch release = hold();
    List<CompletableFuture<Integer>> accepted = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      accepted.add(put("k" + i));
    }
    Thread closing = Thread.ofPlatform().start(commits::close);
    release.countDown();
    closing.join();
    assertThat(keys()).hasSize(9);
    accepted.forEach(CompletableFuture::join);
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> put("late").join())
        .withCauseInstanceOf(QueueFull.class);
  }
}
