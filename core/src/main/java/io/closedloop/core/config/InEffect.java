package io.closedloop.core.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys that are understood but change nothing in this version, as data; {@code *} stands for
 * any one key.
 */
final class InEffect {
  private static final List<String> NOT_YET =
      List.of(
          "automation.priority_overrides",
          "automation.notification_channels.partial_success",
          "automation.notification_channels.critical",
          "github.poll_minutes",
          "recovery_actions.max_concurrent_actions",
          "recovery_actions.total_recovery_timeout_seconds",
          "recovery_streams",
          "failure_detection",
          "retry_mechanisms.strategies",
          "circuit_breakers",
          "rollback",
          "notifications.routing",
          "notifications.templates",
          "notifications.rate_limiting",
          "quality_gates",
          "performance",
          "security.authentication",
          "security.audit",
          "advanced");

  private InEffect() {}

  /** A note for each part of what the operator wrote that has no effect. */
  static List<Note> notes(Node.Mapping written) {
    List<Note> notes = new ArrayList<>();
    collect(written, "", "", notes);
    if (written.entries().get("environments")
        instanceof Node.Entry(Position _, Node.Mapping environments)) {
      environments
          .entries()
          .forEach((name, entry) -> {
            if (entry.value() instanceof Node.Mapping overlay) {
              collect(overlay, "", "environments." + name + ".", notes);
            }
          });
    }
    return notes;
  }

  private static void collect(
      Node.Mapping mapping, String path, String shownBefore, List<Note> notes) {
    mapping
        .entries()
        .forEach((key, entry) -> {
          String here = path.isEmpty() ? key : path + "." + key;
          if (NOT_YET.stream().anyMatch(later -> matches(later, here))) {
            notes.add(Note.at(entry.keyAt(), shownBefore + here + ": accepted, not yet in effect"));
          } else if (entry.value() instanceof Node.Mapping inner) {
            collect(inner, here, shownBefore, notes);
          }
        });
  }

  private static boolean matches(String pattern, String path) {
    String[] wanted = pattern.split("\\.", -1);
    String[] given = path.split("\\.", -1);
    if (wanted.length != given.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (!wanted[i].equals("*") && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }
}
