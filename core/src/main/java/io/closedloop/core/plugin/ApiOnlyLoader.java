package io.closedloop.core.plugin;

import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * Shows a plugin its own classes, the API, and the platform; nothing else of the host. The API
 * always comes from the host, also where the jar bundles it: two copies of one interface are two
 * types.
 */
final class ApiOnlyLoader extends PluginClassLoader {
  private static final List<String> SHARED =
      List.of("io.closedloop.api.", "org.pf4j.", "org.slf4j.", "org.jspecify.", "org.apiguardian.");

  ApiOnlyLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader host) {
    super(manager, descriptor, new SharedOnly(host), ClassLoadingStrategy.PDA);
  }

  @Override
  protected boolean shouldDelegateToParent(String className) {
    return shared(className);
  }

  private static boolean shared(String className) {
    return SHARED.stream().anyMatch(className::startsWith);
  }

  /** The host behind a wall with a window for the API. */
  private static final class SharedOnly extends ClassLoader {
    private final ClassLoader host;

    SharedOnly(ClassLoader host) {
      super("plugin-api", ClassLoader.getPlatformClassLoader());
      this.host = host;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (shared(name)) {
        return host.loadClass(name);
      }
      throw new ClassNotFoundException(
          name
              + " is neither in the plugin's jar nor in the API; a plugin must bring what it uses");
    }

    @Override
    protected @Nullable URL findResource(String name) {
      return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
      return java.util.Collections.emptyEnumeration();
    }
  }
}
