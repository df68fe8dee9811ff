package io.closedloop.core.notify;

import io.closedloop.api.Delivery;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Instance;
import io.closedloop.core.plugin.Outcome;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.Wired;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The channels that plugins brought, each behind a breaker of its own. */
@Singleton
final class Channels {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int FAILURES_TO_OPEN = 5;
  private static final Duration OPEN_FOR = Duration.ofMinutes(5);
  private final PluginCall calls;
  private final InstantSource clock;
  private final Provider<Catalogue> catalogue;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  private record Breaker(int failures, Instant openUntil) {}

  @Inject
  Channels(Provider<Catalogue> catalogue, PluginCall calls, InstantSource clock) {
    this.calls = calls;
    this.clock = clock;
    this.catalogue = catalogue;
  }

  Optional<Instance<NotificationChannel>> find(String name) {
    return catalogue.get().channel(name).map(Wired.Channel::instance);
  }

  /** Until when the channel is left alone, or empty when it may be tried. */
  Optional<Instant> openUntil(String name) {
    return Optional.ofNullable(breakers.get(name))
        .map(Breaker::openUntil)
        .filter(until -> until.isAfter(clock.instant()));
  }

  /** Delivers; whatever the plugin does wrong counts as something that may work later. */
  Delivery deliver(Instance<NotificationChannel> channel, Notification notification) {
    Delivery delivery =
        switch (calls.call(
            channel, "deliver", DEADLINE, () -> channel.object().deliver(notification))) {
          case Outcome.Returned<Delivery>(Delivery answer) -> answer;
          case Outcome.Threw<Delivery>(String problem, String _) ->
              new Delivery.TryAgain("it threw " + problem, null);
          case Outcome.Null<Delivery> _ -> new Delivery.TryAgain("it answered null", null);
          case Outcome.TimedOut<Delivery>(Duration after) ->
              new Delivery.TryAgain("no answer within " + after.toSeconds() + " s", null);
          case Outcome.Busy<Delivery> _ ->
              new Delivery.TryAgain("too many calls into this plugin are under way", null);
          case Outcome.Refused<Delivery>(String why) -> new Delivery.TryAgain(why, null);
        };
    count(channel.name(), delivery);
    return delivery;
  }

  private void count(String name, Delivery delivery) {
    if (delivery instanceof Delivery.TryAgain) {
      breakers.merge(
          name,
          new Breaker(1, Instant.MIN),
          (old, _) ->
              old.failures() + 1 >= FAILURES_TO_OPEN
                  ? new Breaker(old.failures() + 1, clock.instant().plus(OPEN_FOR))
                  : new Breaker(old.failures() + 1, Instant.MIN));
    } else {
      breakers.remove(name);
    }
  }
}
