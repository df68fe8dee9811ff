package io.closedloop.core.store;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was committed to SQLite's write-ahead log onto the disk, outside the lock around
 * writes: while one waits for the disk the next ones commit, and a single flush serves them all.
 */
final class Flush implements AutoCloseable {

  /** What the log lies on. */
  interface Disk extends AutoCloseable {
    /** Returns when all that was written before the call will survive a loss of power. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
  }

  private final Disk disk;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile long committed;
  // Under the lock.
  private long flushed;
  private @Nullable IOException failure;

  Flush(Disk disk) {
    this.disk = disk;
  }

  /** The file, which must exist. */
  static Disk file(Path log) throws IOException {
    Path folder = log.toAbsolutePath().getParent();
    if (folder != null && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // A new file survives only when its folder is on disk as well.
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
    // Asynchronous in name only; but unlike a FileChannel it is not closed when a thread that waits
    // for it is interrupted.
    AsynchronousFileChannel channel =
        AsynchronousFileChannel.open(
            log, Set.of(StandardOpenOption.WRITE), ForkJoinPool.commonPool());
    return new Disk() {
      @Override
      public void force() throws IOException {
        channel.force(false);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  /** Notes a commit; called by one thread at a time, the one that has just committed. */
  long committed() {
    long mine = committed + 1;
    committed = mine;
    return mine;
  }

  /**
   * Returns when that commit, and with it all before, is on disk.
   *
   * @throws IOException when that is not known; it will not be known of any later one either, since
   *     a system that failed to write a page may forget that it was to be written
   */
  void await(long commit) throws IOException {
    lock.lock();
    try {
      if (flushed < commit) {
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush() throws IOException {
    if (failure != null) {
      throw new IOException(failure.getMessage(), failure);
    }
    long upTo = committed;
    try {
      disk.force();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    flushed = upTo;
  }

  /** Flushes what is committed; who still waits for it returns. */
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      if (flushed < committed) {
        flush();
      }
    } finally {
      lock.unlock();
      disk.close();
    }
  }
}
