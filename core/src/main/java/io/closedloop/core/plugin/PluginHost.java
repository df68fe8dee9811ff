package io.closedloop.core.plugin;

import io.closedloop.core.config.Credential;
import io.closedloop.core.config.Loaded;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  private final PluginHostOptions options;
  private final PluginServices services;
  private final ApiPluginManager manager;
  private final PluginHttp.Client client;
  private final List<LoadedPlugin> plugins = new ArrayList<>();
  private final Findings loading = new Findings();
  private Rewired first =
      new Rewired(new Catalogue(List.of(), List.of(), List.of()), List.of(), List.of());

  private PluginHost(PluginHostOptions options, PluginServices services) {
    this.options = options;
    this.services = services;
    this.manager = new ApiPluginManager(options.workFolder());
    this.client = new PluginHttp.Client(services.credentials());
  }

  /**
   * Loads every jar, makes every instance, and checks every name. Nothing that goes wrong on the
   * way is thrown: it is among the {@link #problems()}, and a server should not start while there
   * are any.
   */
  public static PluginHost open(PluginHostOptions options, Loaded loaded, PluginServices services) {
    PluginHost host = new PluginHost(options, services);
    host.load();
    host.first = host.rewire(loaded, services.credentials());
    return host;
  }

  private void load() {
    JarLoader loader = new JarLoader(manager, services.calls(), options.patience());
    for (JarCopies.Copy copy :
        new JarCopies(options.workFolder(), loading::problem).take(options.pluginFolders())) {
      try {
        plugins.add(loader.load(copy));
      } catch (JarLoader.Unusable e) {
        loading.problem(e.of(copy.original()));
      }
    }
    plugins.stream()
        .filter(plugin -> !plugin.warnings().isEmpty())
        .forEach(plugin -> warn(plugin, loading));
  }

  /**
   * Instances that another configuration makes of the same plugins, and what was found on the way.
   */
  public record Rewired(Catalogue catalogue, List<Problem> problems, List<Note> notes) {
    public Rewired {
      problems = List.copyOf(problems);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Makes every instance anew, by another configuration, and checks every name. Those made before
   * stay usable for calls that are under way.
   */
  public Rewired rewire(Loaded loaded, Map<String, Credential> credentials) {
    Findings findings = new Findings();
    Catalogue made =
        new Wiring(plugins, services, client.with(credentials), options.patience(), findings)
            .wire(loaded.plugins());
    new NameCheck(made, findings).check(loaded.names());
    return new Rewired(made, findings.problems(), findings.notes());
  }

  private static void warn(LoadedPlugin plugin, Findings findings) {
    findings.note(
        new Note(
            plugin.jar().toString(),
            0,
            "the plugin %s uses %s and so could act behind the core's back; a plugin is not sandboxed: trust its author"
                .formatted(plugin.id(), String.join(", ", plugin.warnings()))));
  }

  /** What there was to use at the start. */
  public Catalogue catalogue() {
    return first.catalogue();
  }

  /** What keeps the server from starting, beside the problems of loading the configuration. */
  public List<Problem> problems() {
    return Stream.of(loading.problems(), first.problems()).flatMap(List::stream).toList();
  }

  /** What the operator should know. */
  public List<Note> notes() {
    return Stream.of(loading.notes(), first.notes()).flatMap(List::stream).toList();
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
      Outcome<Boolean> outcome =
          services.calls().call(caller, "stop", STOP, () -> manager.unloadPlugin(id));
      if (!(outcome instanceof Outcome.Returned<Boolean>)) {
        LOG.warn("stopping the plugin {} {}", id, outcome.describe());
      }
    }
  }
}
