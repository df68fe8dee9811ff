package io.closedloop.core.plugin;

import io.closedloop.api.ApiVersion;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.api.PluginFactory;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.pf4j.processor.ExtensionStorage;

/** Makes jars into started plugins with factories, or says of each jar why not. */
final class JarLoader {
  /** Where PF4J's annotation processor lists what a jar provides. */
  private static final String EXTENSIONS = "META-INF/extensions.idx";

  private final ApiPluginManager manager;
  private final PluginCall calls;
  private final Duration patience;
  private final Map<String, Path> ids = new HashMap<>();
  private final Map<Kind, Map<String, Path>> types = new HashMap<>();

  JarLoader(ApiPluginManager manager, PluginCall calls, Duration patience) {
    this.manager = manager;
    this.calls = calls;
    this.patience = patience;
  }

  /**
   * Loads and starts one jar.
   *
   * @throws Unusable naming the cause
   */
  LoadedPlugin load(JarCopies.Copy copy) throws Unusable {
    // Open all along: whoever opens it again meanwhile is spared to read its table of contents.
    try (JarFile jar = new JarFile(copy.loaded().toFile())) {
      return load(copy, jar);
    } catch (IOException e) {
      throw new Unusable("is not a readable jar (" + e.getMessage() + ")");
    }
  }

  private LoadedPlugin load(JarCopies.Copy copy, JarFile jar) throws Unusable, IOException {
    @Nullable Manifest found = jar.getManifest();
    Attributes manifest = found == null ? new Attributes() : found.getMainAttributes();
    String id = required(manifest, "Plugin-Id");
    String version = required(manifest, "Plugin-Version");
    @Nullable Path first = ids.putIfAbsent(id, copy.original());
    if (first != null) {
      throw new Unusable(
          "has the same Plugin-Id %s as %s; remove one of them".formatted(Words.quote(id), first));
    }
    ClassLoader loader = enter(copy.loaded(), manifest);
    Caller caller = new Caller(id, id, loader);
    Set<String> names = extensions(jar);
    Begun begun = begin(caller, names);
    if (begun.state() != PluginState.STARTED) {
      @Nullable Throwable cause = manager.getPlugin(id).getFailedException();
      throw new Unusable(
          "did not start: " + (cause == null ? "it is " + begun.state() : chain(cause)));
    }
    if (names.isEmpty()) {
      throw new Unusable(
          "declares no extension in META-INF/extensions.idx; annotate the factory with @Extension, put PF4J on the"
              + " annotation processor path, and tell javac -proc:full, without which it runs no processor");
    }
    List<LoadedPlugin.Provided> provided = new ArrayList<>();
    for (Made made : begun.made()) {
      provided.add(provided(copy, caller, made));
    }
    return new LoadedPlugin(id, version, copy.original(), risky(jar), provided);
  }

  /** From the plugin's own index; the manager would read those of all others anew each time. */
  private static Set<String> extensions(JarFile jar) throws Unusable {
    Set<String> names = new LinkedHashSet<>();
    @Nullable ZipEntry index = jar.getEntry(EXTENSIONS);
    try {
      if (index != null) {
        ExtensionStorage.read(
            new InputStreamReader(jar.getInputStream(index), StandardCharsets.UTF_8), names);
      }
    } catch (IOException e) {
      throw new Unusable("has an index of extensions that cannot be read (" + e + ")");
    }
    return names;
  }

  private static String required(Attributes manifest, String name) throws Unusable {
    @Nullable String value = manifest.getValue(name);
    if (value == null || value.isBlank()) {
      throw new Unusable("is no plugin: its manifest has no " + name);
    }
    return value.strip();
  }

  private ClassLoader enter(Path jar, Attributes manifest) throws Unusable {
    try {
      manager.loadPlugin(jar);
    } catch (PluginRuntimeException | IllegalArgumentException e) {
      throw new Unusable("cannot be loaded: " + e.getMessage());
    }
    PluginWrapper wrapper = manager.getPlugin(required(manifest, "Plugin-Id"));
    if (wrapper.getPluginState() == PluginState.DISABLED) {
      throw new Unusable(
          "wants version %s of the plugin API (Plugin-Requires), but this server has %s"
              .formatted(
                  Words.quote(String.valueOf(manifest.getValue("Plugin-Requires"))),
                  ApiVersion.CURRENT));
    }
    return wrapper.getPluginClassLoader();
  }

  /** A factory that the plugin made, and what it says. */
  private record Made(
      String name, PluginFactory<?> factory, String type, Class<? extends Record> configType) {}

  /**
   * How starting went.
   *
   * @param made empty when it did not start
   */
  private record Begun(PluginState state, List<Made> made) {}

  /** Starts the plugin and makes its factories, in one call: each takes a thread of its own. */
  private Begun begin(Caller caller, Set<String> names) throws Unusable {
    AtomicReference<String> step = new AtomicReference<>("start");
    Outcome<Begun> outcome =
        calls.call(
            caller,
            "load",
            patience,
            () -> {
              PluginState state = manager.startPlugin(caller.pluginId());
              List<Made> made = new ArrayList<>();
              for (String name : state == PluginState.STARTED ? names : Set.<String>of()) {
                step.set("construct " + name);
                PluginFactory<?> factory = construct(caller.loader(), name);
                step.set("type");
                @Nullable String type = factory.type();
                if (type == null) {
                  return null;
                }
                step.set("configType");
                @Nullable Class<? extends Record> configType = factory.configType();
                if (configType == null) {
                  return null;
                }
                made.add(new Made(name, factory, type, configType));
              }
              return new Begun(state, made);
            });
    if (outcome instanceof Outcome.Returned<Begun>(Begun begun)) {
      return begun;
    }
    throw new Unusable(step.get() + " " + outcome.describe());
  }

  private static String chain(Throwable cause) {
    return cause.getCause() == null
        ? cause.getMessage() + ""
        : cause.getMessage() + " (" + cause.getCause() + ")";
  }

  private LoadedPlugin.Provided provided(JarCopies.Copy copy, Caller caller, Made made)
      throws Unusable {
    Kind kind =
        switch (made.factory()) {
          case FailureCategoryFactory<?> _ -> Kind.CATEGORY;
          case RecoveryActionFactory<?> _ -> Kind.ACTION;
          case NotificationChannelFactory<?> _ -> Kind.CHANNEL;
        };
    String type = made.type();
    if (!type.matches("[a-z][a-z0-9_]{0,63}")) {
      throw new Unusable(
          "has a factory %s with the type %s; a type is lower case letters, digits and underscores"
              .formatted(made.name(), Words.quote(type)));
    }
    @Nullable Path first =
        types.computeIfAbsent(kind, any -> new HashMap<>()).putIfAbsent(type, copy.original());
    if (first != null) {
      throw new Unusable(
          "brings the %s type %s, which %s brings too; remove one of them"
              .formatted(kind, type, first));
    }
    return new LoadedPlugin.Provided(kind, type, made.factory(), made.configType(), caller);
  }

  private static PluginFactory<?> construct(ClassLoader loader, String name) throws Exception {
    Class<?> type = Class.forName(name, true, loader);
    if (!PluginFactory.class.isAssignableFrom(type)) {
      throw new IllegalStateException(
          "the extension " + name + " implements no factory of io.closedloop.api");
    }
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    try {
      return (PluginFactory<?>) constructor.newInstance();
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private static List<String> risky(JarFile jar) throws Unusable {
    try {
      return List.copyOf(RiskyClasses.in(jar));
    } catch (IOException e) {
      throw new Unusable("cannot be read to its end (" + e.getMessage() + ")");
    }
  }

  /** Why a jar does not take part. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }

    Problem of(Path jar) {
      return Problem.with(jar, String.valueOf(getMessage()));
    }
  }
}
