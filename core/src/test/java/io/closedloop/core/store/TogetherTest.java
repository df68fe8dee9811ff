package io.closedloop.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TogetherTest {
  private final AtomicInteger flushes = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @TempDir Path folder;
  private Store store;

  private final class Disk implements Flush.Disk {
    @Override
    public void force() {
      flushes.incrementAndGet();
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    store =
        Store.open(
            new StoreOptions.Embedded(folder.resolve("store.db")),
            InstantSource.system(),
            _ -> new Disk());
    store.write(tx -> tx.update("CREATE TABLE t (k TEXT PRIMARY KEY)"));
  }

  @AfterEach
  void close() {
    threads.close();
    store.close();
  }

  private static int put(Tx tx, String key) throws java.sql.SQLException {
    return tx.update("INSERT INTO t (k) VALUES (?)", key);
  }

  private List<String> keys() {
    return store.read(tx -> tx.query("SELECT k FROM t ORDER BY k", row -> row.getString(1)));
  }

  /** Has the works come while a transaction is under way that ends only when all of them wait. */
  private List<Future<Integer>> whileOneIsUnderWay(List<Work<Integer>> works) throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Future<?> first =
        threads.submit(() -> {
          store.write(tx -> {
            under.countDown();
            await(end);
            return put(tx, "first");
          });
        });
    under.await();
    List<Future<Integer>> others =
        works.stream()
            .map(work -> threads.submit((Callable<Integer>) () -> store.write(work)))
            .toList();
    while (store.waiting() < works.size()) {
      Thread.onSpinWait();
    }
    end.countDown();
    first.get();
    return others;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void thoseWhoWaitAreCarriedOutInOneTransaction() throws Exception {
    int before = flushes.get();

    for (Future<Integer> other :
        whileOneIsUnderWay(List.of(tx -> put(tx, "a"), tx -> put(tx, "b"), tx -> put(tx, "c")))) {
      assertThat(other.get()).isEqualTo(1);
    }

    assertThat(keys()).containsExactly("a", "b", "c", "first");
    assertThat(flushes.get() - before).isEqualTo(2);
  }

  @Test
  void aWorkThatFailsIsUndoneAloneAndToldToItsOwnThread() throws Exception {
    AtomicInteger followed = new AtomicInteger();

    List<Future<Integer>> others =
        whileOneIsUnderWay(
            List.of(
                tx -> put(tx, "a"),
                tx -> {
                  tx.afterCommit(() -> followed.addAndGet(10));
                  put(tx, "undone");
                  throw new IllegalArgumentException("no");
                },
                tx -> {
                  tx.afterCommit(followed::incrementAndGet);
                  return put(tx, "first");
                },
                tx -> {
                  tx.afterCommit(followed::incrementAndGet);
                  return put(tx, "b");
                }));

    assertThat(others.get(0).get()).isEqualTo(1);
    assertThatThrownBy(others.get(1)::get).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(others.get(2)::get).hasCauseInstanceOf(StoreException.class);
    assertThat(others.get(3).get()).isEqualTo(1);
    assertThat(keys()).containsExactly("a", "b", "first");
    assertThat(followed).hasValue(1);
  }

  @Test
  void whatFollowsACommitMayWrite() {
    store.write(tx -> {
      tx.afterCommit(() -> store.write(later -> put(later, "later")));
      return put(tx, "now");
    });

    assertThat(keys()).containsExactly("later", "now");
  }

  @Test
  void oneInsideAnotherIsStillRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> store.write(tx -> store.write(inner -> put(inner, "a"))));
    assertThat(keys()).isEmpty();
  }
}
