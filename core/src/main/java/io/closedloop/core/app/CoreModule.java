package io.closedloop.core.app;

import com.google.inject.AbstractModule;
import com.google.inject.Provider;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.diagnose.LogKeeper;
import io.closedloop.core.diagnose.PriorityRules;
import io.closedloop.core.diagnose.TestMemory;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.history.FailedJobKeeper;
import io.closedloop.core.history.TestOutcomes;
import io.closedloop.core.http.Configuration;
import io.closedloop.core.http.HttpOptions;
import io.closedloop.core.http.HttpServer;
import io.closedloop.core.http.PluginRows;
import io.closedloop.core.http.Readiness;
import io.closedloop.core.incident.BaseUrl;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.intake.DeliveryHandler;
import io.closedloop.core.intake.GitHubListener;
import io.closedloop.core.intake.InFlight;
import io.closedloop.core.intake.Inbox;
import io.closedloop.core.intake.InstallationListener;
import io.closedloop.core.intake.RefusedDeliveries;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.journal.Journal;
import io.closedloop.core.learn.Outcomes;
import io.closedloop.core.notify.Notifier;
import io.closedloop.core.notify.NotifyTasks;
import io.closedloop.core.notify.Routing;
import io.closedloop.core.outage.Correlation;
import io.closedloop.core.outage.OutageFact;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.plan.Policy;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.recover.Recovery;
import io.closedloop.core.recover.RecoveryTasks;
import io.closedloop.core.recover.Steady;
import io.closedloop.core.recover.Watch;
import io.closedloop.core.schedule.DbSchedule;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.schedule.TaskHandler;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.store.Store;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/**
 * How the parts of a server fit together: the one place where followers and handlers are
 * registered, in their order.
 */
final class CoreModule extends AbstractModule {
  private static final GroupCommit.Limits INBOX = new GroupCommit.Limits(2_000, 256L << 20, 256);
  private static final long IN_FLIGHT_BYTES = 256L << 20;
  private final Supplier<Foundation> foundation;

  /** Asks for the foundation when a part is made. */
  CoreModule(Supplier<Foundation> foundation) {
    this.foundation = foundation;
  }

  @Override
  protected void configure() {
    binder().requireAtInjectOnConstructors();
    bind(InstantSource.class).toProvider(() -> foundation.get().clock());
    bind(MeterRegistry.class).toProvider(() -> foundation.get().meters());
    bind(PrometheusMeterRegistry.class).toProvider(() -> foundation.get().meters());
    bind(GitHub.class).toProvider(() -> foundation.get().github());
    bind(PluginCall.class).toProvider(() -> foundation.get().calls());
    bind(Store.class).toProvider(() -> foundation.get().store());
    bind(Sandbox.class).toProvider(() -> foundation.get().sandbox());
    bind(WorkspaceOptions.class).toProvider(() -> foundation.get().workspaceOptions());
    bind(HttpOptions.class).toProvider(() -> foundation.get().http());
    bind(JsonMapper.class).toInstance(JsonMapper.builder().build());
    bind(Schedule.class).to(DbSchedule.class);
    bind(Inbox.class).to(Deliveries.class);
    bind(GitHubListener.class).to(Watch.class);
    bind(TestMemory.class).to(TestOutcomes.class);
    bind(LogKeeper.class).to(FailedJobKeeper.class);
    bind(InstallationListener.class).to(InstallationChanges.class);
    bind(InFlight.class).toInstance(new InFlight(IN_FLIGHT_BYTES));
    bind(PluginRows.class).toInstance(() -> new CatalogueRows(setup().catalogue()).all());
    bind(Configuration.class).to(Reloading.class);
    live();
  }

  private Setup setup() {
    return foundation.get().setup().now();
  }

  /** What a reload replaces: whoever keeps it injects a provider of it, and asks each time. */
  private void live() {
    bind(Settings.class).toProvider(() -> setup().settings());
    bind(Catalogue.class).toProvider(() -> setup().catalogue());
    bind(DiagnosisEngine.class).toProvider(() -> setup().engine().get());
    bind(WebhookSignature.class).toProvider(() -> setup().signature());
    bind(Policy.class).toProvider(() -> setup().rules().policy());
    bind(io.closedloop.core.workspace.Policy.class).toProvider(() -> setup().rules().boundaries());
    bind(PriorityRules.class).toProvider(() -> setup().rules().priorities());
    bind(Routing.class).toProvider(() -> setup().rules().routing());
    bind(OutageRules.class).toProvider(() -> setup().rules().outages());
    bind(Steady.class).toProvider(() -> foundation.get().setup()::steadily);
  }

  @Provides
  BaseUrl baseUrl(Provider<HttpServer> http) {
    return () -> setup().settings().baseUrl(http.get().port());
  }

  @Provides
  @Singleton
  Reloading reloading(Store store, Journal journal) {
    return new Reloading(foundation.get().setup(), foundation.get().reread(), store, journal);
  }

  @Provides
  @Singleton
  Journal journal() {
    return new Journal(
        FactTypes.of(IncidentFact.class, OutageFact.class, SystemFact.class),
        foundation.get().bus());
  }

  @Provides
  @Singleton
  DbSchedule schedule(Store store, InstantSource clock, Journal journal) {
    return new DbSchedule(
        store, clock, DbSchedule.Settings.DEFAULT, new StuckTasks(store, journal));
  }

  @Provides
  @Singleton
  FailedJobKeeper failedJobs(
      Store store, InstantSource clock, JsonMapper json, MeterRegistry meters) {
    return new FailedJobKeeper(
        store,
        clock,
        json,
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("failed-jobs").factory()),
        meters);
  }

  @Provides
  @Singleton
  GroupCommit inbox(Store store) {
    return new GroupCommit(store, INBOX);
  }

  @Provides
  @Singleton
  IncidentFollowers followers(
      RecoveryTasks recovery,
      NotifyTasks notifications,
      Outcomes outcomes,
      Correlation correlation) {
    return new IncidentFollowers(List.of(recovery, notifications, outcomes, correlation));
  }

  @Provides
  Map<String, TaskHandler> handlers(
      DeliveryHandler deliveries,
      RefusedDeliveries refused,
      Recovery recovery,
      Notifier notifier,
      Correlation correlation,
      Housekeeping housekeeping) {
    // whose pull request is red waits for what is read and done, less for what is told and proved
    return Map.of(
        Deliveries.TASK,
        deliveries,
        RefusedDeliveries.TASK,
        refused,
        RecoveryTasks.ADVANCE,
        recovery,
        RecoveryTasks.PROOF,
        TaskHandler.patient(recovery::look),
        NotifyTasks.TASK,
        TaskHandler.patient(notifier),
        Correlation.TASK,
        correlation,
        Housekeeping.TASK,
        TaskHandler.patient(housekeeping));
  }

  @Provides
  @Singleton
  Readiness readiness(Store store, GroupCommit inbox) {
    return new Readiness(ReadyChecks.of(store, inbox, foundation.get()));
  }
}
