package io.closedloop.core.app;

import com.google.common.base.Suppliers;
import io.closedloop.api.Secret;
import io.closedloop.core.config.Config;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.config.LoadRequest;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Secrets;
import io.closedloop.core.diagnose.DiagnosisEngine;
import io.closedloop.core.event.Bus;
import io.closedloop.core.github.GitHub;
import io.closedloop.core.github.Sleeper;
import io.closedloop.core.intake.WebhookSignature;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.DeadlineTimer;
import io.closedloop.core.plugin.PluginCall;
import io.closedloop.core.plugin.PluginHost;
import io.closedloop.core.plugin.PluginHostOptions;
import io.closedloop.core.plugin.PluginServices;
import io.closedloop.core.store.NativeLibrary;
import io.closedloop.core.store.Store;
import io.closedloop.core.store.StoreOptions;
import io.closedloop.core.workspace.Sandbox;
import io.closedloop.core.workspace.WorkspaceOptions;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
   * @param set values by dotted key that win over every file
   */
  record Choice(
      @Nullable Path home,
      @Nullable Path config,
      @Nullable String environment,
      @Nullable Integer port,
      Map<String, String> set) {}

  /**
   * Everything that was read, and what is wrong with it.
   *
   * @param early what is wrong beside the signatures; nothing can be built upon it, whereas of the
   *     signatures only those that are wrong are left out
   */
  record Checked(
      Home home,
      Choice choice,
      Loaded loaded,
      PluginHost plugins,
      Parts parts,
      List<Problem> early,
      List<Note> notes) {
    /** Waits for the signatures. */
    Engines.Built engines() {
      return parts.engines().get();
    }

    /** All that is wrong, the signatures included; waits for them. */
    List<Problem> problems() {
      return all(List.of(early, engines().problems()));
    }
  }

  /**
   * What plugins lean on, and what they bring.
   *
   * @param engines reads the signatures when it is first asked, which takes a while
   */
  record Parts(
      PrometheusMeterRegistry meters,
      PluginCall calls,
      GitHub github,
      Settings settings,
      Supplier<Engines.Built> engines) {}

  /**
   * What came of reading the settings once more for a server that runs.
   *
   * @param setup null when there is any problem
   */
  record Reread(@Nullable Setup setup, List<Problem> problems, List<Note> notes) {}

  /** Reads configuration and plugins; opens nothing that another process may hold. */
  Checked check(Choice choice) {
    Home home = Home.open(Home.usual(env, choice.home()));
    Loaded loaded = load(choice, home, new Secrets());
    Settings settings = settings(loaded, home);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Clock clock = Clock.systemUTC();
    PluginCall calls =
        new PluginCall(PluginCall.Bounds.DEFAULT, DeadlineTimer.real(), meters, loaded.secrets());
    GitHub github = new GitHub(settings.github(version.program()), clock, Sleeper.real(), meters);
    PluginHost plugins =
        PluginHost.open(
            new PluginHostOptions(place.pluginFolders(home), home.pluginCopies()),
            loaded,
            new PluginServices(clock, calls, settings.credentials(), github::messages));
    github.require(GitHubNeeds.of(plugins.catalogue()));
    return new Checked(
        home,
        choice,
        loaded,
        plugins,
        new Parts(
            meters,
            calls,
            github,
            settings,
            Suppliers.memoize(() -> engines(plugins.catalogue(), calls, home, settings))),
        all(List.of(loaded.problems(), plugins.problems())),
        all(List.of(loaded.notes(), plugins.notes(), both(loaded))));
  }

  /**
   * The notes but those on the settings that come with the distribution, which nobody wrote here;
   * {@code config validate} tells of them too.
   */
  List<Note> operatorsNotes(Checked checked) {
    String shipped = String.valueOf(place.shippedSettings());
    return checked.notes().stream().filter(note -> !note.file().equals(shipped)).toList();
  }

  /** Reads settings and signatures once more, for the plugins that are loaded. */
  private Reread reread(Checked running) {
    Home home = running.home();
    Loaded loaded = load(running.choice(), home, running.loaded().secrets());
    Settings settings = settings(loaded, home);
    PluginHost.Rewired wired = running.plugins().rewire(loaded, settings.credentials());
    Engines.Built engines = engines(wired.catalogue(), running.parts().calls(), home, settings);
    List<Problem> problems = all(List.of(loaded.problems(), wired.problems(), engines.problems()));
    return new Reread(
        problems.isEmpty() ? setup(loaded, settings, wired.catalogue(), engines::engine) : null,
        problems,
        all(List.of(loaded.notes(), wired.notes(), both(loaded))));
  }

  private Loaded load(Choice choice, Home home, Secrets secrets) {
    String named = choice.environment() == null ? env.get("CLOSEDLOOP_ENV") : choice.environment();
    return new ConfigLoader()
        .load(
            new LoadRequest(
                place.configFiles(choice.config(), home),
                named == null || named.isBlank() ? null : named,
                env,
                overrides(choice)),
            secrets);
  }

  private static Settings settings(Loaded loaded, Home home) {
    Config config = loaded.config();
    return new Settings(
        config == null ? new ConfigLoader().shipped() : config, loaded.origins(), home);
  }

  private Engines.Built engines(
      Catalogue catalogue, PluginCall calls, Home home, Settings settings) {
    return Engines.build(
        catalogue, calls, place.signatureFolders(home), settings.minimumConfidence());
  }

  private Setup setup(
      Loaded loaded, Settings settings, Catalogue catalogue, Supplier<DiagnosisEngine> engine) {
    return Setup.of(
        loaded, settings, catalogue, engine, new WebhookSignature(settings.webhookSecrets(env)));
  }

  private static <T> List<T> all(List<List<T>> lists) {
    return lists.stream().flatMap(List::stream).toList();
  }

  private static List<Note> both(Loaded loaded) {
    Config config = loaded.config();
    boolean both =
        config != null && config.github().app() != null && config.github().token() != null;
    return both
        ? loaded
            .origins()
            .at("github", "app")
            .map(at ->
                Note.at(at, "github.app is used; github.token (or GITHUB_TOKEN) has no effect"))
            .stream()
            .toList()
        : List.of();
  }

  /** The secrets that a server with this choice accepts; for signing what is fed in by hand. */
  List<Secret> webhookSecrets(Choice choice) {
    Home home = Home.open(Home.usual(env, choice.home()));
    Loaded loaded = load(choice, home, new Secrets());
    if (loaded.config() == null) {
      throw new IllegalStateException(
          "the settings have problems: " + loaded.problems().getFirst());
    }
    return settings(loaded, home).webhookSecrets(env);
  }

  /** Where the operator finds the secret that webhooks are signed with. */
  String webhookSecretPlace(Checked checked) {
    return checked.parts().settings().webhookSecretPlace(env);
  }

  /** Loads SQLite from the home; needs neither settings nor plugins. */
  void loadSqlite(Choice choice) {
    Home home = Home.open(Home.usual(env, choice.home()));
    home.prepareNatives();
    NativeLibrary.load(home.natives());
  }

  /**
   * Opens the store and what else a server needs; SQLite must be loaded. Callable only when there
   * are no early problems.
   */
  Foundation found(Checked checked) {
    if (!checked.early().isEmpty()) {
      throw new IllegalStateException("a server must not start with problems: " + checked.early());
    }
    Clock clock = Clock.systemUTC();
    Home home = checked.home();
    Settings settings = checked.parts().settings();
    WorkspaceOptions workspaces = WorkspaceOptions.of(home.folder(), place.tools());
    CompletableFuture<Sandbox> sandbox =
        CompletableFuture.supplyAsync(
            () -> Sandbox.probe(workspaces), Thread.ofPlatform().name("sandbox-probe")::start);
    Store store = Store.open(new StoreOptions.Embedded(settings.database()), clock);
    return new Foundation(
        clock,
        checked.parts().meters(),
        new Live<>(
            setup(
                checked.loaded(),
                settings,
                checked.plugins().catalogue(),
                () -> checked.engines().engine())),
        () -> reread(checked),
        checked.parts().github(),
        checked.parts().calls(),
        checked.plugins(),
        workspaces,
        sandbox.join(),
        settings.http(),
        new Bus(BUS_CAPACITY),
        store);
  }

  private Map<String, LoadRequest.Given> overrides(Choice choice) {
    Map<String, LoadRequest.Given> overrides = new HashMap<>();
    put(overrides, "github.token", "GITHUB_TOKEN");
    put(overrides, "github.api_url", "CLOSEDLOOP_GITHUB_API_URL");
    choice
        .set()
        .forEach((key, value) -> overrides.put(key, new LoadRequest.Given(value, "--set " + key)));
    if (choice.port() != null) {
      overrides.put(
          "server.port", new LoadRequest.Given(Integer.toString(choice.port()), "--port"));
    }
    return overrides;
  }

  /** What a variable holds is taken as it is, even if it looks like a reference. */
  private void put(Map<String, LoadRequest.Given> overrides, String key, String variable) {
    String value = env.get(variable);
    if (value != null && !value.isBlank()) {
      overrides.put(
          key,
          new LoadRequest.Given(value.replace("${", "$${"), "environment variable " + variable));
    }
  }
}
