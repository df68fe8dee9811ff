package io.closedloop.benchmarks;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import io.closedloop.api.Secret;
import io.closedloop.core.diagnose.SinceGreen;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.http.Configuration;
import io.closedloop.core.http.HttpOptions;
import io.closedloop.core.http.HttpServer;
import io.closedloop.core.http.PluginRows;
import io.closedloop.core.http.Readiness;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.intake.Delivery;
import io.closedloop.core.intake.InFlight;
import io.closedloop.core.intake.Inbox;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.learn.Outcomes;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.json.JsonMapper;

/**
 * closedloop's own HTTP server with all of its routes, its edge and its checks of a delivery, and
 * an inbox that keeps nothing: the handler of the server without its store.
 */
public final class StorelessServer extends AbstractModule {
  private final int port;
  private final Secret secret;
  private final Store store;

  private StorelessServer(int port, Secret secret, Store store) {
    this.port = port;
    this.secret = secret;
    this.store = store;
  }

  /** Arguments: port, secret, folder for the empty store that the other routes would read. */
  public static void main(String[] args) throws InterruptedException {
    Store store =
        Store.open(
            new StoreOptions.Embedded(Path.of(args[2]).resolve("empty.db")),
            InstantSource.system());
    Injector injector =
        Guice.createInjector(
            new StorelessServer(Integer.parseInt(args[0]), Secret.of(args[1]), store));
    injector.getInstance(HttpServer.class).start();
    Thread.currentThread().join();
  }

  @Override
  protected void configure() {
    bind(Inbox.class).toInstance(new KeepsNothing());
    bind(HttpOptions.class)
        .toInstance(HttpOptions.of("127.0.0.1", port, Secret.of("of nobody but this benchmark")));
    bind(WebhookSignature.class).toInstance(new WebhookSignature(List.of(secret)));
    bind(InFlight.class).toInstance(new InFlight(256L << 20));
    bind(JsonMapper.class).toInstance(JsonMapper.builder().build());
    bind(Readiness.class).toInstance(new Readiness(List.of()));
    bind(Store.class).toInstance(store);
    bind(InstantSource.class).toInstance(InstantSource.system());
    bind(Schedule.class).toInstance((_, _, _) -> {});
    bind(FactTypes.class).toInstance(FactTypes.of(IncidentFact.class));
    bind(EntryListener.class).toInstance(_ -> {});
    bind(PluginRows.class).toInstance(List::of);
    bind(Configuration.class).toInstance(new NoConfiguration());
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    bind(PrometheusMeterRegistry.class).toInstance(meters);
    bind(MeterRegistry.class).toInstance(meters);
    GitHubOptions nobody = GitHubOptions.of(URI.create("http://127.0.0.1:9"), null, "benchmark");
    GitHub github = new GitHub(nobody, InstantSource.system(), _ -> {}, meters);
    bind(GitHub.class).toInstance(github);
    bind(SinceGreen.class).toInstance(new SinceGreen(github));
    bind(OutageRules.class).toInstance(OutageRules.OFF);
  }

  @Provides
  IncidentFollowers followers(Outcomes outcomes) {
    return new IncidentFollowers(List.of(outcomes));
  }

  private static final class KeepsNothing implements Inbox {
    @Override
    public CompletionStage<Boolean> accept(Delivery delivery) {
      return CompletableFuture.completedStage(true);
    }

    @Override
    public CompletionStage<Boolean> keep(Delivery delivery, String outcome) {
      return CompletableFuture.completedStage(true);
    }
  }

  private static final class NoConfiguration implements Configuration {
    @Override
    public List<Row> rows() {
      return List.of();
    }

    @Override
    public Reload reload(String by) {
      throw new UnsupportedOperationException("this server has no settings");
    }
  }
}
