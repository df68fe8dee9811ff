package io.closedloop.core.notify;

import io.closedloop.api.Delivery;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.plugin.Instance;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Tx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells one channel how one incident stands now, and keeps trying; a failing channel never fails a
 * recovery.
 */
@Singleton
public final class Notifier implements TaskHandler {
  private static final Logger log = LoggerFactory.getLogger(Notifier.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(30);
  private static final int GIVE_UP_AFTER = 100;
  private final Store store;
  private final Incidents incidents;
  private final Channels channels;
  private final NotifyTasks tasks;
  private final Messages messages;
  private final InstantSource clock;
  private final List<Lock> places = Stream.<Lock>generate(ReentrantLock::new).limit(64).toList();

  @Inject
  Notifier(
      Store store,
      Incidents incidents,
      Channels channels,
      NotifyTasks tasks,
      Messages messages,
      InstantSource clock) {
    this.store = store;
    this.incidents = incidents;
    this.channels = channels;
    this.tasks = tasks;
    this.messages = messages;
    this.clock = clock;
  }

  @Override
  public void run(String id) {
    int slash = id.indexOf('/');
    String incidentId = id.substring(0, slash);
    String name = id.substring(slash + 1);
    Optional<Instance<NotificationChannel>> channel = channels.find(name);
    Optional<Incident> incident = store.read(tx -> incidents.find(tx, incidentId));
    if (channel.isEmpty() || incident.isEmpty()) {
      log.warn("channel {} or incident {} is gone; nobody is told", name, incidentId);
      // else it would count as being under way when the channel comes back
      store.write(tx -> {
        Ledger.dropped(tx, incidentId, name);
        return id;
      });
      return;
    }
    Optional<Instant> open = channels.openUntil(name);
    if (open.isPresent()) {
      later(incidentId, name, open.get());
      return;
    }
    Lock place = place(name, incident.get());
    place.lock();
    try {
      tell(incidentId, channel.get());
    } finally {
      place.unlock();
    }
  }

  /** One message at a time to one place: two would make two comments, and the older could win. */
  private Lock place(String channel, Incident incident) {
    int hash =
        (channel + " " + incident.failure().repo() + " " + incident.failure().ref()).hashCode();
    return places.get(Math.floorMod(hash, places.size()));
  }

  /** What is told, and the incident's last fact that it holds. */
  private record News(long seq, Notification message) {}

  private void tell(String incidentId, Instance<NotificationChannel> channel) {
    String name = channel.name();
    News news =
        store.read(tx -> {
          Incident incident = incidents.find(tx, incidentId).orElseThrow();
          return new News(incident.seq(), messages.about(tx, incident, name));
        });
    long seq = news.seq();
    switch (channels.deliver(channel, news.message())) {
      case Delivery.Sent(String where) ->
          told(incidentId, name, seq, new IncidentFact.ChannelTold(name, where));
      case Delivery.Refused(String reason) ->
          told(incidentId, name, seq, new IncidentFact.ChannelFailed(name, reason));
      case Delivery.TryAgain again -> failed(incidentId, name, seq, again);
    }
  }

  private void later(String incidentId, String channel, Instant when) {
    store.write(tx -> {
      tasks.at(tx, incidentId, channel, when);
      return incidentId;
    });
  }

  private void told(String incidentId, String channel, long seq, IncidentFact fact) {
    store.write(tx -> {
      String note = fact.toString();
      boolean news =
          Ledger.find(tx, incidentId, channel).filter(row -> row.note().equals(note)).isEmpty();
      Ledger.told(tx, incidentId, channel, seq, note);
      if (news) {
        record(tx, incidentId, fact);
      }
      if (Ledger.find(tx, incidentId, channel)
          .filter(row -> row.wanted() > row.told())
          .isPresent()) {
        tasks.at(tx, incidentId, channel, clock.instant());
      }
      return incidentId;
    });
  }

  private void record(Tx tx, String incidentId, IncidentFact fact) throws SQLException {
    Optional<Incident> now = incidents.find(tx, incidentId);
    if (now.isPresent()) {
      incidents.record(tx, now.get(), fact);
    }
  }

  private void failed(String incidentId, String channel, long seq, Delivery.TryAgain again) {
    int failures =
        store.write(tx -> {
          Ledger.failed(tx, incidentId, channel);
          return Ledger.find(tx, incidentId, channel).map(Ledger.Row::failures).orElse(1);
        });
    log.warn(
        "channel {} was not told of incident {} ({} times): {}",
        channel,
        incidentId,
        failures,
        again.reason());
    if (failures >= GIVE_UP_AFTER) {
      told(
          incidentId,
          channel,
          seq,
          new IncidentFact.ChannelFailed(
              channel, "given up after " + failures + " tries: " + again.reason()));
      return;
    }
    Duration pause = again.after() == null ? pause(failures) : again.after();
    later(incidentId, channel, clock.instant().plus(pause));
  }

  private static Duration pause(int failures) {
    Duration pause = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 12));
    return pause.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : pause;
  }
}
