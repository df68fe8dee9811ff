package io.closedloop.core.plugin;

import io.closedloop.core.config.Config;
import io.closedloop.core.config.ConfigLoader;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of one server: found, loaded, wired, and ready to be called through {@link
 * PluginCall}.
 */
public final class PluginHost implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final PluginCall calls;
  private final ApiPluginManager manager;
  private final PluginHttp.Client client;
  private final Catalogue catalogue;
  private final Findings findings;

  private PluginHost(
      PluginCall calls,
      ApiPluginManager manager,
      PluginHttp.Client client,
      Catalogue catalogue,
      Findings findings) {
    this.calls = calls;
    this.manager = manager;
    this.client = client;
    this.catalogue = catalogue;
    this.findings = findings;
  }

  /**
   * Loads every jar, makes every instance, and checks every name. Nothing that goes wrong on the
   * way is thrown: it is among the {@link #problems()}, and a server should not start while there
   * are any.
   */
  public static PluginHost open(PluginHostOptions options, Loaded loaded, PluginServices services) {
    Findings findings = new Findings();
    ApiPluginManager manager = new ApiPluginManager(options.workFolder());
    JarLoader loader = new JarLoader(manager, services.calls(), options.patience());
    List<LoadedPlugin> plugins = new ArrayList<>();
    for (JarCopies.Copy copy :
        new JarCopies(options.workFolder(), findings::problem).take(options.pluginFolders())) {
      try {
        plugins.add(loader.load(copy));
      } catch (JarLoader.Unusable e) {
        findings.problem(e.of(copy.original()));
      }
    }
    plugins.stream()
        .filter(plugin -> !plugin.warnings().isEmpty())
        .forEach(plugin -> warn(plugin, findings));
    PluginHttp.Client client = new PluginHttp.Client(services.credentials());
    Catalogue catalogue =
        new Wiring(plugins, services, client, options.patience(), findings).wire(loaded.plugins());
    @Nullable Config config = loaded.config();
    if (config != null) {
      new NameCheck(catalogue, new ConfigLoader().shipped(), loaded.origins(), findings)
          .check(config);
    }
    return new PluginHost(services.calls(), manager, client, catalogue, findings);
  }

  private static void warn(LoadedPlugin plugin, Findings findings) {
    findings.note(
        new Note(
            plugin.jar().toString(),
            0,
            "the plugin %s uses %s and so could act behind the core's back; a plugin is not sandboxed: trust its author"
                .formatted(plugin.id(), String.join(", ", plugin.warnings()))));
  }

  /** What there is to use. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** What keeps the server from starting, beside the problems of loading the configuration. */
  public List<Problem> problems() {
    return findings.problems();
  }

  /** What the operator should know. */
  public List<Note> notes() {
    return findings.notes();
  }

  /**
   * Stops the plugins and closes their class loaders, one after the other, so that none can keep
   * the others open.
   */
  @Override
  public void close() {
    client.close();
    for (PluginWrapper plugin : List.copyOf(manager.getPlugins())) {
      String id = plugin.getPluginId();
      Caller caller = new Caller(id, id, plugin.getPluginClassLoader());
      Outcome<Boolean> outcome = calls.call(caller, "stop", STOP, () -> manager.unloadPlugin(id));
      if (!(outcome instanceof Outcome.Returned<Boolean>)) {
        LOG.warn("stopping the plugin {} {}", id, outcome.describe());
      }
    }
  }
}
