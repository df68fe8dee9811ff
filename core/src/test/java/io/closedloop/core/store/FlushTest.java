package io.closedloop.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushTest {
  private static final String TABLE = "CREATE TABLE t (k TEXT)";
  private static final String COUNT = "SELECT count(*) FROM t";

  /** Counts its flushes and fails from a given one on. */
  private static final class Disk implements Flush.Disk {
    final AtomicInteger flushes = new AtomicInteger();
    int failsFrom = Integer.MAX_VALUE;
    Runnable meanwhile = () -> {};
    boolean closed;

    @Override
    public void force() throws IOException {
      if (flushes.incrementAndGet() >= failsFrom) {
        throw new IOException("bad sector");
      }
      meanwhile.run();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final Disk disk = new Disk();
  private final Flush flush = new Flush(disk);

  @TempDir Path folder;

  private Store store() {
    return Store.open(
        new StoreOptions.Embedded(folder.resolve("store.db")), InstantSource.system(), _ -> disk);
  }

  @Test
  void oneFlushServesAllThatWasCommittedBeforeIt() throws Exception {
    long first = flush.committed();
    long second = flush.committed();

    flush.await(second);
    flush.await(first);

    assertThat(disk.flushes).hasValue(1);
  }

  @Test
  void whatWasCommittedWhileAFlushWasUnderWayNeedsAnother() throws Exception {
    long first = flush.committed();
    long[] second = new long[1];
    disk.meanwhile = () -> second[0] = flush.committed();
    flush.await(first);

    disk.meanwhile = () -> {};
    flush.await(second[0]);

    assertThat(disk.flushes).hasValue(2);
  }

  @Test
  void afterAFailureNothingIsTakenForKept() {
    disk.failsFrom = 1;
    long first = flush.committed();
    assertThatIOException().isThrownBy(() -> flush.await(first));

    disk.failsFrom = Integer.MAX_VALUE;
    long second = flush.committed();
    assertThatIOException().isThrownBy(() -> flush.await(second)).withMessage("bad sector");
    assertThat(disk.flushes).hasValue(1);
  }

  @Test
  void closingFlushesForThoseWhoStillWait() throws Exception {
    long mine = flush.committed();

    flush.close();
    flush.await(mine);

    assertThat(disk.flushes).hasValue(1);
    assertThat(disk.closed).isTrue();
  }

  @Test
  void aWriteReturnsOnlyWhenTheDiskHasIt() throws Exception {
    CountDownLatch flushing = new CountDownLatch(1);
    CountDownLatch flushed = new CountDownLatch(1);
    disk.meanwhile =
        () -> {
          flushing.countDown();
          try {
            flushed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (Store store = store()) {
      Thread writer = Thread.ofPlatform().start(() -> store.write(tx -> tx.update(TABLE)));
      flushing.await();
      assertThat(writer.isAlive()).isTrue();
      // it waits for the disk, not for the lock: what it wrote is there for all
      assertThat(store.<Long>read(tx -> tx.one(COUNT, r -> r.getLong(1)).orElseThrow())).isZero();

      flushed.countDown();
      writer.join();
    }
    assertThat(disk.flushes).hasValue(1);
  }

  @Test
  void aDiskThatFailsIsToldAndEndsAllWriting() {
    try (Store store = store()) {
      store.write(tx -> tx.update(TABLE));
      disk.failsFrom = 2;
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> store.write(tx -> tx.update("INSERT INTO t VALUES ('a')")))
          .withMessageContaining("is not known (bad sector)")
          .withMessageContaining("restart");

      disk.failsFrom = Integer.MAX_VALUE;
      assertThatExceptionOfType(StoreUnavailable.class)
          .isThrownBy(() -> store.write(tx -> tx.update("INSERT INTO t VALUES ('b')")))
          .withMessageContaining("restart");
      assertThat(store.<Long>read(tx -> tx.one(COUNT, r -> r.getLong(1)).orElseThrow()))
          .isEqualTo(1);
    }
  }

  @Test
  void theSchedulersLibraryWaitsForNoDisk() throws Exception {
    try (Store store = store()) {
      try (var connection = store.writerDataSource().getConnection();
          var statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
      assertThat(disk.flushes).hasValue(0);

      store.write(tx -> tx.update("INSERT INTO t VALUES ('a')"));
      assertThat(disk.flushes).hasValue(1);
    }
  }
}
