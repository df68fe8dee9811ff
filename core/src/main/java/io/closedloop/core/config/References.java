package io.closedloop.core.config;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Checks the references of an environment that is not chosen: one that is none is a problem, and
 * one that leads nowhere here is worth a note, since it may lead somewhere where it is needed.
 */
record References(
    Resolver resolver, String environment, Consumer<Problem> problems, Consumer<Note> notes) {

  void check(Node node) {
    switch (node) {
      case Node.Mapping(Position _, var entries) -> {
        boolean off =
            entries.get("enabled") instanceof Node.Entry(Position _, Node.Scalar enabled)
                && ScalarBinder.FALSE.contains(enabled.text().toLowerCase(Locale.ROOT));
        if (!off) {
          entries.values().forEach(entry -> check(entry.value()));
        }
      }
      case Node.Sequence(Position _, var items) -> items.forEach(this::check);
      case Node.Scalar scalar -> reference(scalar);
    }
  }

  private void reference(Node.Scalar scalar) {
    try {
      resolver.resolve(scalar);
    } catch (Resolver.Unresolved e) {
      String message = "environment %s: %s".formatted(environment, e.reason());
      if (scalar.at().shipped()) {
        return;
      }
      if (e.malformed()) {
        problems.accept(Problem.at(scalar.at(), message));
      } else {
        notes.accept(Note.at(scalar.at(), message + ", and must be when it is chosen"));
      }
    }
  }
}
