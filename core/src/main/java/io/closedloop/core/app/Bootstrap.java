package io.closedloop.core.app;

import io.closedloop.api.Secret;
import io.closedloop.core.config.Config;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.config.LoadRequest;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import io.closedloop.core.event.Bus;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.Sleeper;
import io.closedloop.core.http.HttpOptions;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.plugin.DeadlineTimer;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.PluginHost;
import io.closedloop.core.plugin.PluginHostOptions;
import io.closedloop.core.plugin.PluginServices;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From the command line to parts that can work: reads, loads and checks everything, and reports all
 * problems together.
 */
final class Bootstrap {
  private static final int BUS_CAPACITY = 10_000;
  private final Place place;
  private final Version version;
  private final Map<String, String> env;

  Bootstrap(Place place, Version version, Map<String, String> env) {
    this.place = place;
    this.version = version;
    this.env = Map.copyOf(env);
  }

  /**
   * What the command line says about the configuration.
   *
   * @param config a file; null for the usual ones
   * @param port null for the configured one
   */
  record Choice(
      @Nullable Path home,
      @Nullable Path config,
      @Nullable String environment,
      @Nullable Integer port) {}

  /** Everything that was read, and all that is wrong with it. */
  record Checked(
      Home home,
      Loaded loaded,
      PluginHost plugins,
      Engines.Built engines,
      Parts parts,
      List<Problem> problems,
      List<Note> notes) {}

  /** What plugins lean on. */
  record Parts(
      PrometheusMeterRegistry meters, PluginCall calls, GitHub github, Settings settings) {}

  /** Reads configuration, plugins and signatures; opens nothing that another process may hold. */
  Checked check(Choice choice) {
    Home home = Home.open(Home.usual(env, choice.home()));
    ConfigLoader loader = new ConfigLoader();
    Loaded loaded =
        loader.load(
            new LoadRequest(
                place.configFiles(choice.config(), home),
                choice.environment(),
                env,
                overrides(choice)));
    Config config = loaded.config() == null ? loader.shipped() : loaded.config();
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Clock clock = Clock.systemUTC();
    PluginCall calls =
        new PluginCall(PluginCall.Bounds.DEFAULT, DeadlineTimer.real(), meters, loaded.secrets());
    Settings settings = new Settings(config, home);
    GitHub github = new GitHub(settings.github(version.program()), clock, Sleeper.real(), meters);
    PluginHost plugins =
        PluginHost.open(
            new PluginHostOptions(place.pluginFolders(home), home.pluginCopies()),
            loaded,
            new PluginServices(clock, calls, config.credentials(), github::messages));
    Engines.Built engines =
        Engines.build(
            plugins.catalogue(),
            calls,
            place.signatureFolders(home),
            config.diagnosis().minimumConfidence());
    List<Problem> problems = new ArrayList<>(loaded.problems());
    problems.addAll(plugins.problems());
    problems.addAll(engines.problems());
    List<Note> notes = new ArrayList<>(loaded.notes());
    notes.addAll(plugins.notes());
    return new Checked(
        home,
        loaded,
        plugins,
        engines,
        new Parts(meters, calls, github, settings),
        problems,
        notes);
  }

  /** The secrets that a server with this choice accepts; for signing what is fed in by hand. */
  List<Secret> webhookSecrets(Choice choice) {
    Home home = Home.open(Home.usual(env, choice.home()));
    ConfigLoader loader = new ConfigLoader();
    Loaded loaded =
        loader.load(
            new LoadRequest(
                place.configFiles(choice.config(), home),
                choice.environment(),
                env,
                overrides(choice)));
    Config config = loaded.config();
    if (config == null) {
      throw new IllegalStateException(
          "the settings have problems: " + loaded.problems().getFirst());
    }
    return new Settings(config, home).webhookSecrets(env);
  }

  /** Opens the store and what else a server needs; callable only when there are no problems. */
  Foundation found(Checked checked) {
    Config config = checked.loaded().config();
    if (config == null || !checked.problems().isEmpty()) {
      throw new IllegalStateException(
          "a server must not start with problems: " + checked.problems());
    }
    Clock clock = Clock.systemUTC();
    Home home = checked.home();
    home.prepareNatives();
    System.setProperty("org.sqlite.tmpdir", home.natives().toString());
    WorkspaceOptions workspaces = WorkspaceOptions.of(home.folder(), place.tools());
    String storePath = config.store().path();
    Path database = storePath == null ? home.store() : home.folder().resolve(storePath);
    return new Foundation(
        clock,
        checked.parts().meters(),
        checked.loaded(),
        checked.parts().settings(),
        checked.parts().github(),
        checked.parts().calls(),
        checked.plugins(),
        checked.engines().engine(),
        workspaces,
        Sandbox.probe(workspaces),
        HttpOptions.of(
            config.server().host(), config.server().port(), home.secret(home.adminTokenFile())),
        new WebhookSignature(checked.parts().settings().webhookSecrets(env)),
        new Bus(BUS_CAPACITY),
        Store.open(new StoreOptions.Embedded(database), clock));
  }

  private Map<String, String> overrides(Choice choice) {
    Map<String, String> overrides = new HashMap<>();
    if (choice.port() != null) {
      overrides.put("server.port", Integer.toString(choice.port()));
    }
    put(overrides, "github.token", "GITHUB_TOKEN");
    put(overrides, "github.api_url", "CLOSEDLOOP_GITHUB_API_URL");
    return overrides;
  }

  private void put(Map<String, String> overrides, String key, String variable) {
    String value = env.get(variable);
    if (value != null && !value.isBlank()) {
      overrides.put(key, value);
    }
  }
}
