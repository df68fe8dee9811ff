package io.closedloop.core.app;

import io.closedloop.core.http.PluginRow;
import io.closedloop.core.http.PluginRows;
import io.closedloop.core.plugin.Catalogue;
import io.closedloop.core.plugin.LoadedPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue as the REST interface, the pages and the command line show it. */
final class CatalogueRows implements PluginRows {
  private final Catalogue catalogue;

  CatalogueRows(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public List<PluginRow> all() {
    Map<String, LoadedPlugin> plugins =
        catalogue.plugins().stream()
            .collect(Collectors.toMap(LoadedPlugin::id, Function.identity()));
    List<PluginRow> rows = new ArrayList<>();
    catalogue
        .instances()
        .forEach(instance -> {
          LoadedPlugin plugin = plugins.get(instance.pluginId());
          rows.add(
              new PluginRow(
                  instance.kind().name().toLowerCase(Locale.ROOT),
                  instance.name(),
                  instance.type(),
                  instance.pluginId(),
                  plugin == null ? "" : plugin.version(),
                  true,
                  plugin == null ? List.of() : plugin.warnings().stream().sorted().toList()));
        });
    catalogue
        .disabled()
        .forEach(off -> {
          LoadedPlugin plugin = off.pluginId() == null ? null : plugins.get(off.pluginId());
          rows.add(
              new PluginRow(
                  off.kind().name().toLowerCase(Locale.ROOT),
                  off.name(),
                  off.type(),
                  off.pluginId() == null ? "" : off.pluginId(),
                  plugin == null ? "" : plugin.version(),
                  false,
                  List.of()));
        });
    return rows;
  }
}
