package io.closedloop.core.plugin;

import io.closedloop.api.ApiVersion;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.DefaultPluginManager;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;

/** PF4J with our class loader, jars with manifests only, and failures that tell their cause. */
final class ApiPluginManager extends DefaultPluginManager {

  ApiPluginManager(Path folder) {
    super(List.of(folder));
    setSystemVersion(ApiVersion.CURRENT);
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new ManifestPluginDescriptorFinder();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new PluginLoader() {
      @Override
      public boolean isApplicable(Path path) {
        return true;
      }

      @Override
      public ClassLoader loadPlugin(Path path, org.pf4j.PluginDescriptor descriptor) {
        ApiOnlyLoader loader =
            new ApiOnlyLoader(
                ApiPluginManager.this, descriptor, ApiPluginManager.class.getClassLoader());
        loader.addFile(path.toFile());
        return loader;
      }
    };
  }

  /** PF4J's own logs why a plugin class cannot be made, and then answers null. */
  @Override
  protected PluginFactory createPluginFactory() {
    return ApiPluginManager::make;
  }

  private static Plugin make(PluginWrapper wrapper) {
    String name = wrapper.getDescriptor().getPluginClass();
    try {
      return wrapper
          .getPluginClassLoader()
          .loadClass(name)
          .asSubclass(Plugin.class)
          .getConstructor()
          .newInstance();
    } catch (InvocationTargetException e) {
      throw new PluginRuntimeException(
          e.getCause(), "Plugin-Class " + name + " threw in its constructor");
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new PluginRuntimeException(
          e,
          "Plugin-Class "
              + name
              + " cannot be made; it must extend org.pf4j.Plugin and have a public constructor without parameters");
    }
  }

  /** The configuration says what is switched off, not files beside the jars. */
  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new PluginStatusProvider() {
      @Override
      public boolean isPluginDisabled(String pluginId) {
        return false;
      }

      @Override
      public void disablePlugin(String pluginId) {
        throw new UnsupportedOperationException("plugins are switched off in the configuration");
      }

      @Override
      public void enablePlugin(String pluginId) {
        throw new UnsupportedOperationException("plugins are switched on in the configuration");
      }
    };
  }
}
