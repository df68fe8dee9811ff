package io.closedloop.core.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import io.closedloop.api.Delivery;
import io.closedloop.api.Notification;
import io.closedloop.api.NotificationChannel;
import io.closedloop.core.config.Secrets;
import io.closedloop.core.incident.BaseUrl;
import io.closedloop.core.incident.Failures;
import io.closedloop.core.incident.Incident;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFact.IncidentEscalated;
import io.closedloop.core.incident.IncidentFact.IncidentOpened;
import io.closedloop.core.incident.IncidentFact.RecoveryPlanned;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.incident.Incidents;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.plugin.Caller;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.Instance;
import io.closedloop.core.plugin.Kind;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.Wired;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.schedule.ManualSchedule;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotifierTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Delivery.Sent SENT = new Delivery.Sent("https://there");

  @TempDir Path folder;
  private final ManualClock clock = new ManualClock(START);
  private final List<String> told = new ArrayList<>();
  private final Map<String, Function<Notification, Delivery>> channels = new TreeMap<>();
  private Store store;
  private ManualSchedule schedule;
  private Incidents incidents;

  @BeforeEach
  void open() {
    store = Stores.open(folder, clock);
    schedule = new ManualSchedule(store, clock);
    channels.put("comment", _ -> SENT);
    channels.put("status", _ -> SENT);
    start();
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** A new process on the same store. */
  private void start() {
    Injector injector =
        Guice.createInjector(
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(InstantSource.class).toInstance(clock);
                bind(Store.class).toInstance(store);
                bind(Schedule.class).toInstance(schedule);
                bind(BaseUrl.class).toInstance(() -> "http://localhost:8080");
                bind(Routing.class)
                    .toInstance(
                        new Routing(
                            List.of("comment"),
                            List.of("comment"),
                            List.copyOf(channels.keySet())));
                bind(FactTypes.class).toInstance(FactTypes.of(IncidentFact.class));
                bind(EntryListener.class).toInstance(_ -> {});
                bind(Catalogue.class)
                    .toInstance(
                        new Catalogue(
                            List.of(),
                            channels.keySet().stream().map(name -> wired(name)).toList(),
                            List.of()));
                bind(PluginCall.class)
                    .toInstance(
                        new PluginCall(
                            PluginCall.Bounds.DEFAULT,
                            (_, _) -> () -> {},
                            new SimpleMeterRegistry(),
                            new Secrets()));
                bind(IncidentFollowers.class).toInstance(new IncidentFollowers(List.of()));
              }
            });
    NotifyTasks tasks = injector.getInstance(NotifyTasks.class);
    incidents = following(injector.getInstance(Journal.class), tasks);
    schedule.handle(NotifyTasks.TASK, injector.getInstance(Notifier.class));
  }

  private Wired wired(String name) {
    NotificationChannel channel =
        notification -> {
          told.add(name + ": " + notification.title());
          return channels.getOrDefault(name, _ -> SENT).apply(notification);
        };
    var caller = new Caller("test-plugin", name, NotifierTest.class.getClassLoader());
    return new Wired.Channel(
        new Instance<>(Kind.CHANNEL, name, name, caller, channel), Set.of(), Set.of());
  }

  private Incidents following(Journal journal, NotifyTasks tasks) {
    return Guice.createInjector(
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(Journal.class).toInstance(journal);
                bind(InstantSource.class).toInstance(clock);
                bind(IncidentFollowers.class).toInstance(new IncidentFollowers(List.of(tasks)));
              }
            })
        .getInstance(Incidents.class);
  }

  private Incident opened() {
    return store.write(tx ->
        incidents.record(
            tx,
            incidents.open(
                tx, new IncidentOpened(Failures.of("quality_gates", false, "f"), 0, null)),
            new RecoveryPlanned(List.of())));
  }

  private void escalate(Incident incident) {
    store.write(tx ->
        incidents.record(
            tx,
            incidents.find(tx, incident.id()).orElseThrow(),
            new IncidentEscalated("a person must look")));
  }

  private long facts(Incident incident, Class<? extends IncidentFact> kind) {
    return store.read(tx -> incidents.timeline(tx, incident.id())).stream()
        .filter(entry -> kind.isInstance(entry.fact()))
        .count();
  }

  private void await(int seconds) {
    schedule.advance(Duration.ofSeconds(seconds));
  }

  @Test
  void aBurstOfFactsIsToldOnceAsItStandsAtItsEnd() {
    Incident incident = opened();
    escalate(incident);
    await(5);
    assertThat(told)
        .containsExactlyInAnyOrder(
            "comment: Needs a person: build", "status: Needs a person: build");
    await(3600);
    assertThat(told).hasSize(2);
    assertThat(facts(incident, IncidentFact.ChannelTold.class)).isEqualTo(2);
  }

  @Test
  void whatHappensWhileAChannelIsToldIsToldAfterwards() {
    Incident incident = opened();
    channels.put(
        "comment",
        notification -> {
          if (notification.title().startsWith("Failed")) {
            escalate(incident);
          }
          return SENT;
        });
    await(10);
    assertThat(told)
        .filteredOn(t -> t.startsWith("comment"))
        .containsExactly("comment: Failed: build", "comment: Needs a person: build");
  }

  @Test
  void aChannelThatIsAwayIsTriedEverLaterAndDelaysNoOther() {
    List<Long> tries = new ArrayList<>();
    channels.put(
        "comment",
        _ -> {
          tries.add(Math.round(Duration.between(START, clock.instant()).toMillis() / 1000.0));
          return new Delivery.TryAgain("away", null);
        });
    opened();
    await(1);
    assertThat(told).contains("status: Failed: build");
    await(60);
    assertThat(tries).containsExactly(1L, 6L, 16L, 36L);
    channels.put("comment", _ -> SENT);
    await(60);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSize(5);
  }

  @Test
  void aChannelThatNamesATimeIsTriedThen() {
    channels.put("comment", _ -> new Delivery.TryAgain("busy", Duration.ofMinutes(7)));
    opened();
    await(2);
    channels.put("comment", _ -> SENT);
    await(400);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSize(1);
    await(30);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSize(2);
  }

  @Test
  void aChannelThatKeepsFailingIsLeftAloneForAWhileForAllIncidents() {
    channels.put(
        "comment",
        _ -> {
          throw new IllegalStateException("boom");
        });
    for (int i = 0; i < 5; i++) {
      opened();
    }
    await(2);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSize(5);
    Incident more = opened();
    await(280);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSize(5);
    assertThat(told).filteredOn(t -> t.startsWith("status")).hasSize(6);
    channels.put("comment", _ -> SENT);
    await(60);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSizeGreaterThanOrEqualTo(11);
    assertThat(facts(more, IncidentFact.ChannelTold.class)).isEqualTo(2);
  }

  @Test
  void whatAChannelRefusesIsRecordedOnTheIncidentAndNotTriedAgain() {
    channels.put("comment", _ -> new Delivery.Refused("there is no pull request"));
    Incident incident = opened();
    await(3600);
    assertThat(told).filteredOn(t -> t.startsWith("comment")).hasSize(1);
    assertThat(facts(incident, IncidentFact.ChannelFailed.class)).isEqualTo(1);
    escalate(incident);
    await(3600);
    assertThat(facts(incident, IncidentFact.ChannelFailed.class)).as("said once").isEqualTo(1);
  }

  @Test
  void aChannelThatComesBackAfterItWasTakenAwayIsToldAgain() {
    Incident incident = opened();
    channels.remove("comment");
    start();
    await(5);
    channels.put("comment", _ -> SENT);
    start();
    escalate(incident);
    await(5);
    assertThat(told).contains("comment: Needs a person: build");
  }
}
