package io.closedloop.core.plugin;

import io.closedloop.api.ActionSpec;
import io.closedloop.api.FailureCategory;
import io.closedloop.api.FailureCategoryFactory;
import io.closedloop.api.NotificationChannel;
import io.closedloop.api.NotificationChannelFactory;
import io.closedloop.api.Permission;
import io.closedloop.api.RecoveryAction;
import io.closedloop.api.RecoveryActionFactory;
import io.closedloop.core.config.Bound;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Plugins;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Section;
import io.closedloop.core.config.Words;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Makes instances of what plugins provide, as the {@code plugins} sections say. */
final class Wiring {
  private final List<LoadedPlugin> plugins;
  private final PluginServices services;
  private final PluginHttp.Client client;
  private final Duration patience;
  private final Findings findings;
  private final List<Wired> wired = new ArrayList<>();
  private final List<Catalogue.Disabled> disabled = new ArrayList<>();

  Wiring(
      List<LoadedPlugin> plugins,
      PluginServices services,
      PluginHttp.Client client,
      Duration patience,
      Findings findings) {
    this.plugins = plugins;
    this.services = services;
    this.client = client;
    this.patience = patience;
    this.findings = findings;
  }

  Catalogue wire(Plugins sections) {
    wire(Kind.CATEGORY, sections.categories());
    wire(Kind.ACTION, sections.actions());
    wire(Kind.CHANNEL, sections.channels());
    return new Catalogue(plugins, wired, disabled);
  }

  private void wire(Kind kind, Map<String, Section> sections) {
    Map<String, LoadedPlugin.Provided> types = new LinkedHashMap<>();
    for (LoadedPlugin plugin : plugins) {
      plugin.provides().stream()
          .filter(provided -> provided.kind() == kind)
          .forEach(provided -> types.put(provided.type(), provided));
    }
    sections.forEach((name, section) -> written(kind, name, section, types));
    types.forEach((type, provided) -> {
      if (!sections.containsKey(type)) {
        unwritten(provided);
      }
    });
  }

  /** The keys that every instance has beside its plugin's own. */
  record Head(@Nullable String type, @Nullable Boolean enabled) {}

  private void written(
      Kind kind, String name, Section section, Map<String, LoadedPlugin.Provided> types) {
    switch (section.only("type", "enabled").bind(Head.class)) {
      case Bound.Bad<Head>(List<Problem> found) -> found.forEach(findings::problem);
      case Bound.Ok<Head>(Head head) -> {
        String type = head.type() == null ? name : head.type();
        boolean off = Boolean.FALSE.equals(head.enabled());
        LoadedPlugin.@Nullable Provided provided = types.get(type);
        if (provided != null) {
          bind(provided, name, section.without("type", "enabled"), off);
        } else if (off) {
          disabled.add(new Catalogue.Disabled(kind, name, type, null));
          findings.note(
              Note.at(
                  section.at(),
                  section.path()
                      + " is switched off, and no plugin brings its type "
                      + Words.quote(type)));
        } else {
          findings.problem(
              Problem.at(
                  section.at("type"),
                  "%s: no plugin brings the %s type %s; %s"
                      .formatted(
                          section.path(),
                          kind,
                          Words.quote(type),
                          Words.suggest(type, types.keySet()))));
        }
      }
    }
  }

  private void bind(LoadedPlugin.Provided provided, String name, Section section, boolean off) {
    @Nullable Class<? extends Record> recordType = configType(provided, section);
    if (recordType == null) {
      return;
    }
    switch (off ? section.switchedOff().bind(recordType) : section.bind(recordType)) {
      case Bound.Bad<? extends Record>(List<Problem> found) -> found.forEach(findings::problem);
      case Bound.Ok<? extends Record>(Record config) when off ->
          disabled.add(
              new Catalogue.Disabled(
                  provided.kind(), name, provided.type(), provided.caller().pluginId()));
      case Bound.Ok<? extends Record>(Record config) -> create(provided, name, section, config);
    }
  }

  /**
   * A type that needs no settings exists under its own name; one that does waits until it is
   * written down.
   */
  private void unwritten(LoadedPlugin.Provided provided) {
    Section section = Section.absent("plugins." + provided.kind().key() + "." + provided.type());
    @Nullable Class<? extends Record> recordType = configType(provided, section);
    if (recordType == null) {
      return;
    }
    switch (section.bind(recordType)) {
      case Bound.Bad<? extends Record>(List<Problem> found) ->
          findings.note(
              Note.at(
                  section.at(),
                  "%s is not there until it is configured: %s"
                      .formatted(section.path(), found.getFirst().message())));
      case Bound.Ok<? extends Record>(Record config) ->
          create(provided, provided.type(), section, config);
    }
  }

  private @Nullable Class<? extends Record> configType(
      LoadedPlugin.Provided provided, Section section) {
    Class<? extends Record> type = provided.configType();
    if (!type.isRecord()) {
      findings.problem(
          Problem.at(
              section.at(),
              "%s: the plugin %s binds %s, which is no record"
                  .formatted(section.path(), provided.caller().pluginId(), type.getName())));
      return null;
    }
    return type;
  }

  private void create(LoadedPlugin.Provided provided, String name, Section section, Record config) {
    PluginContextImpl context = new PluginContextImpl(name, services, client);
    Caller caller = new Caller(provided.caller().pluginId(), name, provided.caller().loader());
    Maker maker = new Maker(provided, name, caller, section, context);
    @Nullable Wired made =
        switch (provided.factory()) {
          case FailureCategoryFactory<?> factory -> category(maker, factory, config);
          case RecoveryActionFactory<?> factory -> action(maker, factory, config);
          case NotificationChannelFactory<?> factory -> channel(maker, factory, config);
        };
    if (made != null) {
      wired.add(made);
    }
  }

  /** What the making of one instance needs all along. */
  private record Maker(
      LoadedPlugin.Provided provided,
      String name,
      Caller caller,
      Section section,
      PluginContextImpl context) {
    <T> Instance<T> instance(T object) {
      return new Instance<>(provided.kind(), name, provided.type(), caller, object);
    }
  }

  private <C extends Record> Wired.@Nullable Category category(
      Maker maker, FailureCategoryFactory<C> factory, Record config) {
    return guarded(
        maker,
        step -> {
          @Nullable FailureCategory category =
              factory.create(factory.configType().cast(config), maker.context());
          if (category == null) {
            return null;
          }
          step.set("signatureResources");
          List<Wired.SignatureFile> files =
              files(maker.caller().loader(), category.signatureResources());
          step.set("priorityBoost");
          int boost = Math.clamp(category.priorityBoost(), 0, 3);
          step.set("correlates");
          return new Wired.Category(maker.instance(category), files, boost, category.correlates());
        });
  }

  private static List<Wired.SignatureFile> files(ClassLoader loader, List<String> names)
      throws IOException {
    List<Wired.SignatureFile> files = new ArrayList<>();
    for (String name : names) {
      if (loader.getResource(name) == null) {
        throw new IOException(
            "the signature file " + Words.quote(name) + " is not in the plugin's jar");
      }
      files.add(new Wired.SignatureFile(name, loader));
    }
    return files;
  }

  private <C extends Record> Wired.@Nullable Action action(
      Maker maker, RecoveryActionFactory<C> factory, Record config) {
    Wired.@Nullable Action made =
        guarded(
            maker,
            step -> {
              @Nullable RecoveryAction action =
                  factory.create(factory.configType().cast(config), maker.context());
              if (action == null) {
                return null;
              }
              step.set("spec");
              @Nullable ActionSpec spec = action.spec();
              return spec == null ? null : new Wired.Action(maker.instance(action), spec);
            });
    if (made != null) {
      maker.context().grantHosts(made.spec().hosts());
    }
    return made;
  }

  private <C extends Record> Wired.@Nullable Channel channel(
      Maker maker, NotificationChannelFactory<C> factory, Record config) {
    Wired.@Nullable Channel made =
        guarded(
            maker,
            step -> {
              @Nullable NotificationChannel channel =
                  factory.create(factory.configType().cast(config), maker.context());
              if (channel == null) {
                return null;
              }
              step.set("permissions");
              Set<Permission> permissions = Set.copyOf(channel.permissions());
              step.set("hosts");
              return new Wired.Channel(
                  maker.instance(channel), permissions, Set.copyOf(channel.hosts()));
            });
    if (made != null) {
      maker.context().grantMessages(made.permissions());
      maker.context().grantHosts(made.hosts());
    }
    return made;
  }

  /** Asks an instance for all it has to say in one call, since each takes a thread of its own. */
  private interface Making<T> {
    /**
     * @param step to be told what is being asked for, beginning with its creation
     */
    @Nullable T make(AtomicReference<String> step) throws IOException;
  }

  private <T> @Nullable T guarded(Maker maker, Making<T> making) {
    AtomicReference<String> step = new AtomicReference<>("create");
    Outcome<T> outcome =
        services.calls().call(maker.caller(), "create", patience, () -> making.make(step));
    if (outcome instanceof Outcome.Returned<T>(T value)) {
      return value;
    }
    findings.problem(
        Problem.at(
            maker.section().at(),
            "%s: %s of the plugin %s %s"
                .formatted(
                    maker.section().path(),
                    step.get(),
                    maker.caller().pluginId(),
                    outcome.describe())));
    return null;
  }
}
