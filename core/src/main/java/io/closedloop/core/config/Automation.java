package io.closedloop.core.config;

import java.util.List;
import java.util.Map;

/**
 * Whether and how far closedloop acts by itself.
 *
 * @param enabled false stops every recovery
 * @param recoveryModes the modes that may be chosen at all
 * @param defaultRecoveryMode holds where nothing narrower is said
 * @param priorityOverrides the mode for failures of a priority
 * @param notificationChannels who is told of an outcome
 */
public record Automation(
    boolean enabled,
    List<Mode> recoveryModes,
    Mode defaultRecoveryMode,
    Map<Level, Mode> priorityOverrides,
    NotificationChannels notificationChannels) {

  static final Automation DEFAULT =
      new Automation(
          true,
          List.of(Mode.values()),
          Mode.AUTOMATIC,
          Map.of(),
          NotificationChannels.ofList(List.of()));

  /**
   * The mode itself where it may be chosen, otherwise the next narrower one; analysis is always
   * allowed.
   */
  public Mode narrowed(Mode wanted) {
    for (Mode mode : Mode.values()) {
      if (mode.compareTo(wanted) >= 0 && recoveryModes.contains(mode)) {
        return mode;
      }
    }
    return Mode.ANALYSIS_ONLY;
  }
}
