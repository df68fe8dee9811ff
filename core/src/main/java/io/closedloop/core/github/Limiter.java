package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps this process polite towards GitHub: so many requests at once, writes one by one with a
 * pause between, and nobody while a rate limit lasts.
 */
final class Limiter {
  private static final String ALL = "";

  /** Sends one request. */
  interface Exchange {
    Reply send() throws IOException;
  }

  private final Semaphore slots;
  private final ReentrantLock writes = new ReentrantLock(true);
  private final Map<String, Instant> closedUntil = new ConcurrentHashMap<>();
  private final Duration spacing;
  private final Duration longestWait;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private Instant nextWrite = Instant.MIN;

  Limiter(GitHubOptions options, InstantSource clock, Sleeper sleeper) {
    this.slots = new Semaphore(options.maxConcurrent(), true);
    this.spacing = options.writeSpacing();
    this.longestWait = options.bounds().longestWait();
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Sends when it is polite to. */
  Reply pass(Request request, Exchange exchange) throws IOException {
    if (request.read()) {
      awaitOpen(request);
      return inSlot(request, exchange);
    }
    writes.lock();
    try {
      pause(request, Duration.between(clock.instant(), nextWrite));
      // After the pause, not before: the limit may have struck meanwhile.
      awaitOpen(request);
      return inSlot(request, exchange);
    } finally {
      nextWrite = clock.instant().plus(spacing);
      writes.unlock();
    }
  }

  /** Nothing of this resource goes out before that time. */
  void close(String resource, Instant until) {
    closedUntil.merge(resource, until, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** Nothing at all goes out before that time. */
  void closeAll(Instant until) {
    close(ALL, until);
  }

  /** Waits, or says that it was interrupted. */
  void pause(Object asked, Duration duration) {
    if (!duration.isPositive()) {
      return;
    }
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubUnavailable(asked + " was interrupted while it waited", e);
    }
  }

  private void awaitOpen(Request request) {
    for (; ; ) {
      Instant now = clock.instant();
      Instant all = closedUntil.getOrDefault(ALL, Instant.MIN);
      Instant own = closedUntil.getOrDefault(request.resource(), Instant.MIN);
      Instant until = all.isAfter(own) ? all : own;
      if (!until.isAfter(now)) {
        return;
      }
      Duration wait = Duration.between(now, until);
      if (wait.compareTo(longestWait) > 0) {
        throw new GitHubPaused(request.toString(), until);
      }
      pause(request, wait);
    }
  }

  private Reply inSlot(Request request, Exchange exchange) throws IOException {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubUnavailable(request + " was interrupted while it waited for its turn", e);
    }
    try {
      return exchange.send();
    } finally {
      slots.release();
    }
  }
}
