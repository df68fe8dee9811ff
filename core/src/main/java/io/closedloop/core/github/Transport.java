package io.closedloop.core.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.closedloop.api.GitHubUnavailable;
import io.closedloop.api.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Requests with everything that makes them safe: limits, cache, bounded retries of reads, refusals
 * as exceptions.
 */
final class Transport {
  private static final int TRIES_OF_A_READ = 4;
  private static final int TRIES_OF_A_WRITE = 1;
  private static final int WAITS_FOR_A_LIMIT = 5;
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private record Cached(String etag, Headers headers, ByteString body) {}

  /** Sends one request with what lets it in. */
  private interface Sending {
    Reply send(@Nullable Secret bearer) throws IOException;
  }

  private final Wire wire;
  private final Limiter limiter;
  private final Identity identity;
  private final MeterRegistry meters;
  private final Cache<HttpUrl, Cached> cache;

  Transport(Wire wire, Limiter limiter, Identity identity, MeterRegistry meters, long cacheBytes) {
    this.wire = wire;
    this.limiter = limiter;
    this.identity = identity;
    this.meters = meters;
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((HttpUrl url, Cached cached) -> cached.body().size() + 1024)
            .build();
  }

  /** Reads; an answer that GitHub calls unchanged comes from the cache and costs nothing. */
  Reply read(Request request) {
    Cached cached = cache.getIfPresent(request.url());
    String etag = cached == null ? null : cached.etag();
    Reply reply = deliver(request, TRIES_OF_A_READ, bearer -> wire.exchange(request, bearer, etag));
    if (cached != null && reply.status() == 304) {
      return new Reply(200, reply.from(), cached.headers(), cached.body(), null);
    }
    String fresh = reply.headers().get("ETag");
    if (reply.status() == 200 && fresh != null) {
      cache.put(request.url(), new Cached(fresh, reply.headers(), reply.body()));
    }
    return checked(request, reply);
  }

  /**
   * Writes, once.
   *
   * @throws GitHubUnavailable when no answer came: it may have been done all the same
   * @throws GitHubPaused when it was certainly not done
   */
  Reply write(Request request) {
    return checked(
        request,
        deliver(request, TRIES_OF_A_WRITE, bearer -> wire.exchange(request, bearer, null)));
  }

  /** Opens what GitHub hands out by redirect; the receiver closes it. */
  ResponseBody open(Request request) {
    Reply reply =
        checked(request, deliver(request, TRIES_OF_A_READ, bearer -> wire.open(request, bearer)));
    if (reply.open() == null) {
      throw new GitHubUnavailable(request + " was answered without a body");
    }
    return reply.open();
  }

  boolean atHome(HttpUrl url) {
    return wire.atHome(url);
  }

  /** Gives GitHub a moment to finish what it may have begun. */
  void settle() {
    limiter.pause("reading back a write", BACKOFF.multipliedBy(2));
  }

  /** Heeds a limit that came inside a good answer. */
  GitHubPaused limited(Request request, Reply reply) {
    Lane lane = limiter.lane(identity.grant(request.repo()).account());
    return new GitHubPaused(request.toString(), lane.limited(request, reply));
  }

  private Reply deliver(Request request, int tries, Sending sending) {
    int limited = 0;
    boolean repeated = false;
    for (int failures = 0; ; ) {
      GitHubUnavailable failure;
      try {
        Grant grant = identity.grant(request.repo());
        Lane lane = limiter.lane(grant.account());
        Reply reply = lane.pass(request, () -> timed(request, () -> sending.send(grant.bearer())));
        boolean home = wire.atHome(reply.from());
        Optional<Instant> retryAt = home ? lane.heed(request, reply) : Optional.empty();
        if (retryAt.isPresent()) {
          if (++limited > WAITS_FOR_A_LIMIT) {
            throw new GitHubPaused(request.toString(), retryAt.get());
          }
          continue;
        }
        if (home && identity.worthAnother(request.repo(), grant, reply.status(), repeated)) {
          repeated = true;
          limiter.pause(request, BACKOFF);
          continue;
        }
        if (settled(reply, home)) {
          return reply;
        }
        failure = new GitHubUnavailable(request + " was answered with status " + reply.status());
      } catch (IOException e) {
        failure = new GitHubUnavailable(request + " got no answer: " + e.getMessage(), e);
      }
      if (++failures >= tries || Thread.currentThread().isInterrupted()) {
        throw failure;
      }
      limiter.pause(request, BACKOFF.multipliedBy(1L << (failures - 1)));
    }
  }

  /**
   * A refusal by the storage behind a redirect is a link that has gone stale: a new one comes with
   * the next try.
   */
  private static boolean settled(Reply reply, boolean home) {
    boolean final4xx = home || reply.status() == 404 || reply.status() == 410;
    return reply.status() < (final4xx ? 500 : 400);
  }

  private Reply timed(Request request, Limiter.Exchange exchange) throws IOException {
    Timer.Sample sample = Timer.start(meters);
    String status = "none";
    try {
      Reply reply = exchange.send();
      status = Integer.toString(reply.status());
      return reply;
    } finally {
      sample.stop(
          Timer.builder("closedloop.github.requests")
              .description("Requests to GitHub; status none means that no answer came")
              .tag("endpoint", request.template())
              .tag("method", request.method())
              .tag("status", status)
              .register(meters));
    }
  }

  private static Reply checked(Request request, Reply reply) {
    if (!reply.ok()) {
      throw Refusals.of(request, reply);
    }
    return reply;
  }
}
