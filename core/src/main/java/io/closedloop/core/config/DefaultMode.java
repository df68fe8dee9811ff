package io.closedloop.core.config;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks that a default mode that the operator wrote is one of those that may be chosen. */
final class DefaultMode {
  private DefaultMode() {}

  static void check(
      @Nullable Automation automation, Node.Mapping nodes, Consumer<Problem> problems) {
    if (automation == null) {
      return;
    }
    Optional<Position> written =
        new Origins(nodes, null, new Secrets()).at("automation", "default_recovery_mode");
    // The shipped default is narrowed to what may be chosen.
    if (written.isPresent()
        && !automation.recoveryModes().contains(automation.defaultRecoveryMode())) {
      problems.accept(
          Problem.at(
              written.get(),
              "automation.default_recovery_mode %s is not one of recovery_modes; add it there or choose another"
                  .formatted(automation.defaultRecoveryMode().name().toLowerCase(Locale.ROOT))));
    }
  }
}
