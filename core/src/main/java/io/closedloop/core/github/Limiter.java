package io.closedloop.core.github;

import io.closedloop.api.GitHubUnavailable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Keeps this process polite towards GitHub, each account for itself. */
final class Limiter {
  private final GitHubOptions options;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final MeterRegistry meters;
  private final Map<String, Lane> lanes = new ConcurrentHashMap<>();

  /** Sends one request. */
  interface Exchange {
    Reply send() throws IOException;
  }

  Limiter(GitHubOptions options, InstantSource clock, Sleeper sleeper, MeterRegistry meters) {
    this.options = options;
    this.clock = clock;
    this.sleeper = sleeper;
    this.meters = meters;
  }

  /** The way of this account's requests. */
  Lane lane(String account) {
    return lanes.computeIfAbsent(account, this::open);
  }

  /** Every account that was at work so far. */
  Map<String, Lane> lanes() {
    return new TreeMap<>(lanes);
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

  private Lane open(String account) {
    Lane lane =
        new Lane(options, clock, sleeper, (here, resource) -> show(account, here, resource));
    Gauge.builder("closedloop.github.waiting", lane, Lane::waiting)
        .description("Requests that wait for their turn")
        .tag("installation", account)
        .register(meters);
    Gauge.builder("closedloop.github.paused", lane, this::paused)
        .description("How long GitHub still asks to be left alone")
        .baseUnit("seconds")
        .tag("installation", account)
        .register(meters);
    return lane;
  }

  private double paused(Lane lane) {
    Instant now = clock.instant();
    return lane.closed().values().stream()
        .mapToDouble(closed -> Duration.between(now, closed.until()).toSeconds())
        .max()
        .orElse(0);
  }

  private void show(String account, Lane lane, String resource) {
    Tags tags = Tags.of("installation", account, "resource", resource);
    Map<String, ToDoubleFunction<Quota>> figures =
        Map.of(
            "remaining", Quota::remaining,
            "limit", Quota::limit,
            "reset", quota -> quota.resetAt().getEpochSecond());
    figures.forEach((name, figure) ->
        Gauge.builder(
                "closedloop.github.quota." + name,
                lane,
                here -> {
                  Quota known = here.quota(resource);
                  return known == null ? Double.NaN : figure.applyAsDouble(known);
                })
            .description("What GitHub last said of an hourly limit: its " + name)
            .tags(tags)
            .register(meters));
  }
}
