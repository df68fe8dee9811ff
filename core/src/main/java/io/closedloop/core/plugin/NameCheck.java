package io.closedloop.core.plugin;

import io.closedloop.core.config.Config;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.NotificationChannels;
import io.closedloop.core.config.Origins;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Checks that each instance the configuration names exists. A name that the shipped defaults know,
 * but no plugin brings yet, is worth a note; any other unknown one is a problem.
 */
final class NameCheck {
  private final Catalogue catalogue;
  private final Config shipped;
  private final Origins origins;
  private final Findings findings;

  NameCheck(Catalogue catalogue, Config shipped, Origins origins, Findings findings) {
    this.catalogue = catalogue;
    this.shipped = shipped;
    this.origins = origins;
    this.findings = findings;
  }

  void check(Config config) {
    check(Kind.CATEGORY, NameCheck::categories, config);
    check(Kind.ACTION, NameCheck::actions, config);
    check(Kind.CHANNEL, NameCheck::channels, config);
  }

  private void check(Kind kind, Function<Config, List<Named>> uses, Config config) {
    Set<String> there = catalogue.names(kind);
    Set<String> planned = new HashSet<>();
    uses.apply(shipped).forEach(use -> planned.add(use.name()));
    for (Named use : uses.apply(config)) {
      // What only the defaults name is nobody's slip.
      origins
          .at(use.path().toArray(String[]::new))
          .filter(_ -> !there.contains(use.name()))
          .ifPresent(at -> {
            if (planned.contains(use.name())) {
              findings.note(Note.at(at, "no plugin for the %s %s".formatted(kind, use.name())));
            } else {
              Set<String> known = new HashSet<>(there);
              known.addAll(planned);
              findings.problem(
                  Problem.at(
                      at,
                      "there is no %s %s; %s"
                          .formatted(
                              kind, Words.quote(use.name()), Words.suggest(use.name(), known))));
            }
          });
    }
  }

  /** A name and the keys that lead to it. */
  private record Named(String name, List<String> path) {}

  private static List<Named> categories(Config config) {
    List<Named> all = new ArrayList<>();
    all.addAll(keys(config.recoveryActions().categories(), "recovery_actions", "categories"));
    all.addAll(keys(config.retryMechanisms().strategies(), "retry_mechanisms", "strategies"));
    all.addAll(
        keys(
            config.failureDetection().workflowPatterns(),
            "failure_detection",
            "workflow_patterns"));
    all.addAll(
        keys(
            config.circuitBreakers().categoryOverrides(),
            "circuit_breakers",
            "category_overrides"));
    return all;
  }

  private static List<Named> keys(Map<String, ?> section, String first, String second) {
    return section.keySet().stream()
        .map(name -> new Named(name, List.of(first, second, name)))
        .toList();
  }

  private static List<Named> actions(Config config) {
    List<Named> all = new ArrayList<>();
    config
        .recoveryActions()
        .categories()
        .forEach((category, lists) -> {
          all.addAll(
              listed(
                  lists.automaticActions(),
                  "recovery_actions",
                  "categories",
                  category,
                  "automatic_actions"));
          all.addAll(
              listed(
                  lists.supervisedActions(),
                  "recovery_actions",
                  "categories",
                  category,
                  "supervised_actions"));
        });
    return all;
  }

  private static List<Named> channels(Config config) {
    List<Named> all = new ArrayList<>();
    NotificationChannels channels = config.automation().notificationChannels();
    // A plain list stands in one place for all four outcomes.
    all.addAll(listed(channels.failure(), "automation", "notification_channels"));
    all.addAll(listed(channels.success(), "automation", "notification_channels", "success"));
    all.addAll(
        listed(
            channels.partialSuccess(), "automation", "notification_channels", "partial_success"));
    all.addAll(listed(channels.failure(), "automation", "notification_channels", "failure"));
    all.addAll(listed(channels.critical(), "automation", "notification_channels", "critical"));
    config
        .notifications()
        .routing()
        .forEach((level, route) ->
            all.addAll(
                listed(
                    route.channels(),
                    "notifications",
                    "routing",
                    level.name().toLowerCase(Locale.ROOT),
                    "channels")));
    return all;
  }

  private static List<Named> listed(List<String> names, String... path) {
    List<Named> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      all.add(
          new Named(
              names.get(i), Stream.concat(Stream.of(path), Stream.of(String.valueOf(i))).toList()));
    }
    return all;
  }
}
