package io.closedloop.core.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries calls of virtual threads over to platform threads: a native call into SQLite pins its
 * carrier, and a few slow ones would stop every virtual thread of the process.
 */
final class PlatformThreads implements AutoCloseable {
  private final ExecutorService pool;

  PlatformThreads(String name, int size) {
    this.pool =
        Executors.newFixedThreadPool(size, Thread.ofPlatform().name(name, 0).daemon().factory());
  }

  /** Waits for the end even when interrupted, so that the caller always learns the outcome. */
  <T extends @Nullable Object> T call(Supplier<T> body) {
    if (!Thread.currentThread().isVirtual()) {
      return body.get();
    }
    try {
      return CompletableFuture.supplyAsync(body, pool).join();
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("the store is closed; nothing can be read or written", e);
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
