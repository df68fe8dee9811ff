package io.closedloop.core.plugin;

import io.closedloop.api.ActionSpec;
import io.closedloop.core.config.NamedUse;
import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import io.closedloop.core.config.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks that all exists that the configuration names. A name that the shipped defaults know, but
 * no plugin brings yet, is worth a note; any other unknown one is a problem.
 */
record NameCheck(Catalogue catalogue, Findings findings) {

  void check(List<NamedUse> names) {
    for (NamedUse.Kind kind : NamedUse.Kind.values()) {
      check(kind, names.stream().filter(use -> use.kind() == kind).toList());
    }
  }

  private void check(NamedUse.Kind kind, List<NamedUse> uses) {
    Set<String> there = there(kind);
    // What only the defaults name is nobody's slip.
    Set<String> planned =
        uses.stream()
            .filter(use -> use.at().shipped())
            .map(NamedUse::name)
            .collect(Collectors.toSet());
    for (NamedUse use : uses) {
      if (use.at().shipped() || there.contains(use.name())) {
        continue;
      }
      if (planned.contains(use.name())) {
        findings.note(
            Note.at(use.at(), "no plugin for the %s %s".formatted(word(kind), use.name())));
      } else {
        Set<String> known = new HashSet<>(there);
        known.addAll(planned);
        findings.problem(
            Problem.at(
                use.at(),
                "there is no %s %s; %s"
                    .formatted(
                        word(kind), Words.quote(use.name()), Words.suggest(use.name(), known))));
      }
    }
  }

  private Set<String> there(NamedUse.Kind kind) {
    return switch (kind) {
      case CATEGORY -> catalogue.names(Kind.CATEGORY);
      case ACTION -> catalogue.names(Kind.ACTION);
      case CHANNEL -> catalogue.names(Kind.CHANNEL);
      case GROUP ->
          catalogue.actions().values().stream()
              .map(Wired.Action::spec)
              .map(ActionSpec::group)
              .collect(Collectors.toSet());
    };
  }

  private static String word(NamedUse.Kind kind) {
    return switch (kind) {
      case CATEGORY -> Kind.CATEGORY.toString();
      case ACTION -> Kind.ACTION.toString();
      case CHANNEL -> Kind.CHANNEL.toString();
      case GROUP -> "group of actions";
    };
  }
}
