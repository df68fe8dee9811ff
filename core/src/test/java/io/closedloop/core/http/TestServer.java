package io.closedloop.core.http;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import io.closedloop.api.Secret;
import io.closedloop.core.diagnose.SinceGreen;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.GitHubOptions;
import io.closedloop.core.github.ScriptedGitHub;
import io.closedloop.core.incident.IncidentFact;
import io.closedloop.core.incident.IncidentFollowers;
import io.closedloop.core.intake.Deliveries;
import io.closedloop.core.intake.GitHubListener;
import io.closedloop.core.intake.InFlight;
import io.closedloop.core.intake.Inbox;
import io.closedloop.core.intake.InstallationListener;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.journal.EntryListener;
import io.closedloop.core.journal.FactTypes;
import io.closedloop.core.learn.Outcomes;
import io.closedloop.core.outage.OutageFact;
import io.closedloop.core.outage.OutageRules;
import io.closedloop.core.schedule.ManualClock;
import io.closedloop.core.schedule.Schedule;
import io.closedloop.core.store.GroupCommit;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real HTTP server on a free port, with a real store in a folder and a clock that stands still.
 */
final class TestServer extends AbstractModule implements AutoCloseable {
  static final String TOKEN = "token-that-nobody-guesses";
  static final String VIEWER = "token-of-a-viewer-0000";
  static final String OPERATOR = "token-of-an-operator-0000";
  static final String APPROVER = "token-of-an-approver-0000";
  static final String SECRET = "webhook-secret";
  static final long BUDGET = 60L * 1024 * 1024;

  final ManualClock clock = new ManualClock(Instant.parse("2026-11-22T10:00:00Z"));
  final InFlight inFlight = new InFlight(BUDGET);
  final ScriptedGitHub scripted = new ScriptedGitHub();
  final FakeConfiguration configuration = new FakeConfiguration();
  final List<PluginRow> plugins = new ArrayList<>();

  /** What the store's readiness check says; null for ready. */
  @Nullable volatile String notReady;

  volatile Runnable whenListingPlugins = () -> {};
  final Store store;
  final Injector injector;
  final HttpServer http;
  private final HttpClient client = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private final GroupCommit commits;
  private final String host;
  private final @Nullable GitHubListener listener;
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  TestServer(Path folder) {
    this(folder, "127.0.0.1", new GroupCommit.Limits(100, 100_000_000, 50));
  }

  /** One whose deliveries can be handled. */
  TestServer(Path folder, GitHubListener listener) {
    this(folder, "127.0.0.1", new GroupCommit.Limits(100, 100_000_000, 50), listener);
  }

  TestServer(Path folder, String host, GroupCommit.Limits limits) {
    this(folder, host, limits, null);
  }

  private TestServer(
      Path folder, String host, GroupCommit.Limits limits, @Nullable GitHubListener listener) {
    this.host = host;
    this.listener = listener;
    this.store = Store.open(new StoreOptions.Embedded(folder.resolve("test.db")), clock);
    this.commits = new GroupCommit(store, limits);
    this.injector = Guice.createInjector(this);
    this.http = injector.getInstance(HttpServer.class);
    http.start();
  }

  @Override
  protected void configure() {
    bind(HttpOptions.class)
        .toInstance(
            new HttpOptions(
                host,
                0,
                List.of(
                    new AccessToken("admin", Role.ADMIN, Secret.of(TOKEN)),
                    new AccessToken("vera", Role.VIEWER, Secret.of(VIEWER)),
                    new AccessToken("otto", Role.OPERATOR, Secret.of(OPERATOR)),
                    new AccessToken("anna", Role.APPROVER, Secret.of(APPROVER))),
                Duration.ofMinutes(1)));
    bind(Store.class).toInstance(store);
    bind(GroupCommit.class).toInstance(commits);
    bind(Schedule.class).toInstance((_, _, _) -> {});
    bind(Inbox.class).to(Deliveries.class);
    bind(InstantSource.class).toInstance(clock);
    bind(FactTypes.class).toInstance(FactTypes.of(IncidentFact.class, OutageFact.class));
    bind(EntryListener.class).toInstance(_ -> {});
    bind(WebhookSignature.class).toInstance(new WebhookSignature(List.of(Secret.of(SECRET))));
    bind(InFlight.class).toInstance(inFlight);
    bind(JsonMapper.class).toInstance(json);
    bind(PluginRows.class)
        .toInstance(() -> {
          whenListingPlugins.run();
          return List.copyOf(plugins);
        });
    bind(Configuration.class).toInstance(configuration);
    bind(Readiness.class)
        .toInstance(
            new Readiness(List.of(new ReadyCheck("store", () -> Optional.ofNullable(notReady)))));
    if (listener != null) {
      bind(GitHubListener.class).toInstance(listener);
      bind(InstallationListener.class).toInstance((_, _, change) -> change);
    }
    bind(OutageRules.class).toInstance(OutageRules.OFF);
    bind(PrometheusMeterRegistry.class).toInstance(meters);
    bind(MeterRegistry.class).toInstance(meters);
    GitHubOptions nobody = GitHubOptions.of(URI.create("https://api.github.com"), null, "1");
    bind(GitHub.class).toInstance(new GitHub(nobody, clock, _ -> {}, meters));
    GitHubOptions here = GitHubOptions.of(scripted.url(), null, "1");
    bind(SinceGreen.class)
        .toInstance(new SinceGreen(new GitHub(here, clock, _ -> {}, new SimpleMeterRegistry())));
  }

  @Provides
  IncidentFollowers followers(Outcomes outcomes) {
    return new IncidentFollowers(List.of(outcomes));
  }

  /** A second server on the same parts. */
  HttpServer another(HttpOptions options) {
    return new HttpServer(
        options,
        injector.getInstance(Edge.class),
        injector.getInstance(EdgeErrors.class),
        injector.getInstance(Running.class));
  }

  /** A request to that path, which presents nothing. */
  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(20));
  }

  /** A request to that path of the API, with the token. */
  HttpRequest.Builder api(String path) {
    return to("/api/v1" + path).header("Authorization", "Bearer " + TOKEN);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(to(path));
  }

  /** The JSON that the API answers with. */
  JsonNode read(String path) throws IOException, InterruptedException {
    return tree(send(api(path)));
  }

  JsonNode tree(HttpResponse<String> response) {
    return json.readTree(response.body());
  }

  static String header(HttpResponse<?> response, String name) {
    Optional<String> value = response.headers().firstValue(name);
    return value.orElse("");
  }

  @Override
  public void close() {
    http.stop(Duration.ofSeconds(5));
    commits.close();
    store.close();
    client.close();
    scripted.close();
  }
}
