package io.closedloop.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store = Stores.open(folder.resolve("new/home"), InstantSource.fixed(NOW));
    store.write(tx -> tx.update("CREATE TABLE t (k TEXT PRIMARY KEY, at BIGINT)"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<String> keys() {
    return store.read(tx -> tx.query("SELECT k FROM t ORDER BY k", row -> row.getString(1)));
  }

  private int put(Tx tx, String key) throws java.sql.SQLException {
    return tx.update("INSERT INTO t (k, at) VALUES (?, ?)", key, tx.now());
  }

  @Test
  void whatIsWrittenIsRead() {
    store.write(tx -> put(tx, "a"));
    assertThat(store.<Instant>read(tx -> tx.one("SELECT at FROM t", r -> at(r)).orElseThrow()))
        .isEqualTo(Instant.parse("2026-01-02T03:04:05.123456Z"));
  }

  private static Instant at(java.sql.ResultSet row) throws java.sql.SQLException {
    return java.util.Objects.requireNonNull(Tx.instant(row, "at"));
  }

  @Test
  void aStatementInsideOneWithTheSameTextIsAnotherOne() {
    store.write(tx -> put(tx, "a") + put(tx, "b"));

    List<String> pairs =
        store.read(tx ->
            tx.query(
                "SELECT k FROM t WHERE k >= ? ORDER BY k",
                row ->
                    row.getString(1)
                        + tx.query(
                            "SELECT k FROM t WHERE k >= ? ORDER BY k", r -> r.getString(1), "b"),
                "a"));

    assertThat(pairs).containsExactly("a[b]", "b[b]");
  }

  @Test
  void whatThrowsLeavesNothingBehindAndRunsNoFollowUp() {
    List<String> followUps = new ArrayList<>();
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            store.write(tx -> {
              tx.afterCommit(() -> followUps.add("lost"));
              put(tx, "a");
              throw new IllegalArgumentException("no");
            }));
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.write(tx -> put(tx, "b") + tx.update("NONSENSE")))
        .withMessageContaining("store.db");
    assertThat(keys()).isEmpty();
    assertThat(followUps).isEmpty();
    store.write(tx -> put(tx, "c"));
    assertThat(keys()).containsExactly("c");
  }

  @Test
  void followUpsRunInOrderOutsideTheTransactionAndOneThatThrowsHarmsNothing() {
    List<String> seen = new ArrayList<>();
    store.write(tx -> {
      tx.afterCommit(() -> seen.add("first"));
      tx.afterCommit(() -> {
        throw new IllegalStateException("a follow-up that fails");
      });
      tx.afterCommit(() -> seen.addAll(keys()));
      return put(tx, "a");
    });
    assertThat(seen).containsExactly("first", "a");
  }

  @Test
  void aTransactionInsideAnotherIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> store.write(tx -> store.write(inner -> put(inner, "a"))));
    assertThatIllegalStateException().isThrownBy(() -> store.write(tx -> keys()));
    assertThatIllegalStateException()
        .isThrownBy(() -> store.read(tx -> store.write(inner -> put(inner, "a"))));
    assertThat(keys()).isEmpty();
  }

  @Test
  void aReadCannotWriteAndHasNoFollowUps() {
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> store.read(tx -> put(tx, "a")));
    assertThatIllegalStateException()
        .isThrownBy(() ->
            store.read(tx -> {
              tx.afterCommit(() -> {});
              return 1;
            }));
    assertThat(keys()).isEmpty();
  }

  @Test
  void aReadSeesOneStateWhateverIsWrittenMeanwhile() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              awaitQuietly(begun);
              store.write(tx -> put(tx, "a"));
              written.countDown();
            });
    int counts =
        store.read(tx -> {
          String count = "SELECT count(*) FROM t";
          int before = tx.one(count, r -> r.getInt(1)).orElseThrow();
          begun.countDown();
          awaitQuietly(written);
          return before + tx.one(count, r -> r.getInt(1)).orElseThrow();
        });
    writer.join();
    assertThat(counts).isZero();
    assertThat(keys()).containsExactly("a");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void workOfVirtualThreadsRunsOnPlatformThreadsAndKeepsItsExceptions() throws Exception {
    List<Object> seen = new ArrayList<>();
    Thread.ofVirtual()
        .start(() -> {
          seen.add(store.write(tx -> put(tx, "a") > 0 && Thread.currentThread().isVirtual()));
          seen.add(store.read(tx -> Thread.currentThread().isVirtual()));
          try {
            store.write(tx -> {
              throw new IllegalArgumentException("mine");
            });
          } catch (IllegalArgumentException e) {
            seen.add(e.getMessage());
          }
        })
        .join();
    assertThat(seen).containsExactly(false, false, "mine");
  }

  @Test
  void manyWritersTakeTurns() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      String name = "w" + i;
      Thread.Builder builder = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
      threads.add(
          builder.start(() -> {
            for (int n = 0; n < 10; n++) {
              String key = name + "-" + n;
              store.write(tx -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                int changed = put(tx, key);
                inside.decrementAndGet();
                return changed;
              });
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(keys()).hasSize(160);
    assertThat(most).hasValue(1);
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws Exception {
    store.write(tx -> put(tx, "a"));
    Path home = folder.resolve("new/home");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    for (String file : List.of("store.db", "store.db-wal", "store.db-shm")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aSecondServerOnTheSameStoreIsRefused() {
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> Stores.open(folder.resolve("new/home"), InstantSource.system()))
        .withMessageContaining("in use by another server")
        .withMessageContaining("process " + ProcessHandle.current().pid());
  }

  @Test
  void aCommitIsInOrderAndTheFlushComesAfterIt() {
    assertThat(pragma("synchronous")).isEqualTo("1");
    assertThat(pragma("journal_mode")).isEqualTo("wal");
    assertThat(pragma("foreign_keys")).isEqualTo("1");
    assertThat(pragma("secure_delete")).isEqualTo("1");
  }

  private String pragma(String name) {
    return store.write(tx -> tx.one("PRAGMA " + name, row -> row.getString(1)).orElseThrow());
  }

  @Test
  void aFullDiskIsToldAndSurvived() {
    // The page limit holds per connection, and so is gone with the connection that failed.
    store.write(tx -> tx.one("PRAGMA max_page_count = 30", r -> r.getInt(1)));
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> store.write(tx -> put(tx, "x".repeat(1_000_000))))
        .withMessageContaining("store.db")
        .withMessageContaining("disk is full");
    store.write(tx -> put(tx, "a"));
    assertThat(keys()).containsExactly("a");
  }

  @Test
  void aFileThatIsNoDatabaseIsToldWithItsPath() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("store.db"), "not a database ".repeat(100));
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> Stores.open(other, InstantSource.system()))
        .withMessageContaining(other.toString())
        .withMessageContaining("damaged");
    Files.delete(other.resolve("store.db"));
    Stores.open(other, InstantSource.system()).close();
  }

  @Test
  void aClosedStoreRefusesPlainly() {
    store.close();
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> store.write(tx -> put(tx, "a")))
        .withMessageContaining("closed");
    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(this::keys)
        .withMessageContaining("closed");
  }

  @Test
  void anArgumentWithoutColumnTypeIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.write(tx -> tx.update("INSERT INTO t VALUES (?, 1)", folder)))
        .withMessageContaining("Path");
  }
}
