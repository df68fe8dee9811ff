package io.closedloop.core.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What there is to use: the plugins that were started, and the instances that the configuration
 * makes of them.
 */
public final class Catalogue {
  private final List<LoadedPlugin> plugins;
  private final Map<String, Wired.Category> categories = new LinkedHashMap<>();
  private final Map<String, Wired.Action> actions = new LinkedHashMap<>();
  private final Map<String, Wired.Channel> channels = new LinkedHashMap<>();
  private final List<Disabled> disabled;

  /** A catalogue of these, each under its own name. */
  public Catalogue(List<LoadedPlugin> plugins, Collection<Wired> wired, List<Disabled> disabled) {
    this.plugins = List.copyOf(plugins);
    this.disabled = List.copyOf(disabled);
    for (Wired each : wired) {
      switch (each) {
        case Wired.Category category -> categories.put(category.instance().name(), category);
        case Wired.Action action -> actions.put(action.instance().name(), action);
        case Wired.Channel channel -> channels.put(channel.instance().name(), channel);
      }
    }
  }

  /** Every started plugin, with the types it provides and the warnings about it. */
  public List<LoadedPlugin> plugins() {
    return plugins;
  }

  /** Enabled categories by name. */
  public Map<String, Wired.Category> categories() {
    return Collections.unmodifiableMap(categories);
  }

  /** The names of the enabled categories whose causes lie outside the repositories. */
  public Set<String> correlating() {
    return categories.entrySet().stream()
        .filter(category -> category.getValue().correlates())
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Enabled actions by name. */
  public Map<String, Wired.Action> actions() {
    return Collections.unmodifiableMap(actions);
  }

  /** Enabled channels by name. */
  public Map<String, Wired.Channel> channels() {
    return Collections.unmodifiableMap(channels);
  }

  /** The enabled category of that name. */
  public Optional<Wired.Category> category(String name) {
    return Optional.ofNullable(categories.get(name));
  }

  /** The enabled action of that name. */
  public Optional<Wired.Action> action(String name) {
    return Optional.ofNullable(actions.get(name));
  }

  /** The enabled channel of that name. */
  public Optional<Wired.Channel> channel(String name) {
    return Optional.ofNullable(channels.get(name));
  }

  /** Instances that are written down but switched off. */
  public List<Disabled> disabled() {
    return disabled;
  }

  /** Every name of that kind, enabled or not, sorted. */
  Set<String> names(Kind kind) {
    Set<String> names = new TreeSet<>(instances(kind).keySet());
    disabled.stream().filter(off -> off.kind() == kind).forEach(off -> names.add(off.name()));
    return names;
  }

  private Map<String, ? extends Wired> instances(Kind kind) {
    return switch (kind) {
      case CATEGORY -> categories;
      case ACTION -> actions;
      case CHANNEL -> channels;
    };
  }

  /** The factory that makes instances of that type. */
  Optional<LoadedPlugin.Provided> provider(Kind kind, String type) {
    return plugins.stream()
        .flatMap(plugin -> plugin.provides().stream())
        .filter(provided -> provided.kind() == kind && provided.type().equals(type))
        .findFirst();
  }

  /** Every enabled instance. */
  public List<Instance<?>> instances() {
    List<Instance<?>> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      instances(kind).values().forEach(wired -> all.add(wired.instance()));
    }
    return all;
  }

  /**
   * An instance that is switched off.
   *
   * @param pluginId null when no plugin brings its type
   */
  public record Disabled(Kind kind, String name, String type, @Nullable String pluginId) {}
}
