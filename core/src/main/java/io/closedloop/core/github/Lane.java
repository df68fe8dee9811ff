package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one account on their way to GitHub: so many at once, at the pace that GitHub
 * allows, none while a rate limit lasts, and no repository before all others.
 */
final class Lane {
  private static final String ALL = "";

  private final int maxConcurrent;
  private final Duration longestWait;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final BiConsumer<Lane, String> firstHeard;
  private final ReentrantLock lock = new ReentrantLock();
  private final Turns reads = new Turns();
  private final Turns writes = new Turns();
  private final Pace pace;
  private int running;
  private int writing;
  private final Map<String, Closed> closed = new ConcurrentHashMap<>();
  private final Map<String, Quota> quotas = new ConcurrentHashMap<>();
  private final Map<String, String> resources = new ConcurrentHashMap<>();

  /** Until when nothing goes out, and why. */
  record Closed(Instant until, String why) {}

  /**
   * @param firstHeard is told of each resource whose quota becomes known
   */
  Lane(
      GitHubOptions options,
      InstantSource clock,
      Sleeper sleeper,
      BiConsumer<Lane, String> firstHeard) {
    this.maxConcurrent = options.maxConcurrent();
    this.longestWait = options.bounds().longestWait();
    this.pace = new Pace(options.writeSpacing());
    this.clock = clock;
    this.sleeper = sleeper;
    this.firstHeard = firstHeard;
  }

  /** Sends when it is polite to; nothing is locked meanwhile. */
  Reply pass(Request request, Limiter.Exchange exchange) throws IOException {
    try {
      enter(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubUnavailable(request + " was interrupted while it waited for its turn", e);
    }
    try {
      return exchange.send();
    } finally {
      leave(request);
    }
  }

  /** Until when the answer asks to be left alone; empty when it is no refusal for its rate. */
  Optional<Instant> heed(Request request, Reply reply) {
    Instant now = clock.instant();
    String resource = resource(request, reply);
    RateLimits.quota(reply)
        .ifPresent(quota -> {
          if (quotas.put(resource, quota) == null) {
            firstHeard.accept(this, resource);
          }
        });
    Optional<Instant> exhausted = RateLimits.exhausted(reply, now);
    Optional<Instant> retryAt = RateLimits.retryAt(reply, now);
    exhausted.ifPresent(until ->
        close(resource, new Closed(until, "the hourly limit of " + resource + " is used up")));
    // an hourly limit that is used up says nothing of the other resources; a pause concerns all
    RateLimits.asked(reply, now)
        .or(() -> retryAt.filter(_ -> exhausted.isEmpty()))
        .ifPresent(until -> close(ALL, new Closed(until, "GitHub asked for a pause")));
    return retryAt;
  }

  /** Heeds a limit that came inside a good answer; gives its end. */
  Instant limited(Request request, Reply reply) {
    Instant now = clock.instant();
    Instant until = RateLimits.exhausted(reply, now).orElse(now.plus(RateLimits.UNNAMED));
    String resource = resource(request, reply);
    close(resource, new Closed(until, "the hourly limit of " + resource + " is used up"));
    return until;
  }

  /** What GitHub last said of its hourly limits, by resource. */
  Map<String, Quota> quotas() {
    return new TreeMap<>(quotas);
  }

  @Nullable Quota quota(String resource) {
    return quotas.get(resource);
  }

  /** The pauses that last, by resource; the empty one is for all. */
  Map<String, Closed> closed() {
    Instant now = clock.instant();
    Map<String, Closed> lasting = new TreeMap<>(closed);
    lasting.values().removeIf(each -> !each.until().isAfter(now));
    return lasting;
  }

  int waiting() {
    lock.lock();
    try {
      return reads.waiting() + writes.waiting();
    } finally {
      lock.unlock();
    }
  }

  private void enter(Request request) throws InterruptedException {
    Instant latest = clock.instant().plus(longestWait);
    Turns turns = request.read() ? reads : writes;
    Turns.Ticket ticket = new Turns.Ticket(request, lock.newCondition());
    try {
      @Nullable Instant at = approach(request, turns, ticket);
      while (at != null) {
        if (at.isAfter(latest)) {
          throw new GitHubPaused(request.toString(), at);
        }
        sleeper.sleep(Duration.between(clock.instant(), at));
        at = approach(request, turns, ticket);
      }
    } finally {
      giveUp(turns, ticket);
    }
  }

  /** Waits for its turn; null when it has begun, else the time at which to come again. */
  private @Nullable Instant approach(Request request, Turns turns, Turns.Ticket ticket)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        Instant now = clock.instant();
        Instant open = opens(request, now);
        if (open.isAfter(now)) {
          // Who waits for a closed door must not stand before others whose door is open.
          turns.leave(ticket);
          call();
          return open;
        }
        turns.join(ticket);
        if (turns.next() == ticket && !full(request) && !(request.read() && writeIsDue(now))) {
          Instant at = pace.earliest(request, now);
          if (at.isAfter(now)) {
            call();
            return at;
          }
          begin(turns, ticket, request, now);
          return null;
        }
        ticket.called().await();
      }
    } finally {
      lock.unlock();
    }
  }

  private void giveUp(Turns turns, Turns.Ticket ticket) {
    lock.lock();
    try {
      turns.leave(ticket);
      call();
    } finally {
      lock.unlock();
    }
  }

  private void begin(Turns turns, Turns.Ticket ticket, Request request, Instant now) {
    turns.served(ticket);
    running++;
    writing += request.read() ? 0 : 1;
    pace.began(request, now);
  }

  private void leave(Request request) {
    lock.lock();
    try {
      running--;
      writing -= request.read() ? 0 : 1;
      pace.ended(request, clock.instant());
      call();
    } finally {
      lock.unlock();
    }
  }

  private boolean full(Request request) {
    return running >= maxConcurrent || (!request.read() && pace.serial() && writing > 0);
  }

  /**
   * Whether a write waits for nothing but a free place: there are few of them, and somebody's
   * recovery waits for each.
   */
  private boolean writeIsDue(Instant now) {
    Turns.@Nullable Ticket next = writes.next();
    return next != null
        && !(pace.serial() && writing > 0)
        && !opens(next.request(), now).isAfter(now)
        && !pace.earliest(next.request(), now).isAfter(now);
  }

  private void call() {
    for (Turns turns : new Turns[] {writes, reads}) {
      Turns.@Nullable Ticket next = turns.next();
      if (next != null) {
        next.called().signal();
      }
    }
  }

  private Instant opens(Request request, Instant now) {
    Closed all = closed.get(ALL);
    Closed own = closed.get(resources.getOrDefault(request.template(), request.resource()));
    Instant at = all == null || all.until().isBefore(now) ? now : all.until();
    return own == null || own.until().isBefore(at) ? at : own.until();
  }

  private void close(String resource, Closed until) {
    closed.merge(resource, until, (a, b) -> a.until().isAfter(b.until()) ? a : b);
  }

  /** GitHub says which limit a request counts against; what it said holds for the next alike. */
  private String resource(Request request, Reply reply) {
    String said = reply.headers().get("x-ratelimit-resource");
    if (said == null || !said.matches("[a-z_]{1,40}")) {
      return request.resource();
    }
    resources.put(request.template(), said);
    return said;
  }
}
