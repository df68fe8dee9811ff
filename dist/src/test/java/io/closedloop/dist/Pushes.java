package io.closedloop.dist;

import io.closedloop.sandbox.scenario.Scenarios;
import java.util.LinkedHashMap;
import java.util.Map;

/** What people push in the middle of closedloop's work. */
final class Pushes {
  private Pushes() {}

  /** Somebody repairs the files of the pull request by hand; gives back the new head. */
  static String repairedBy(String login, World world, Scenarios.Begun begun) {
    Map<String, String> repaired = new LinkedHashMap<>();
    begun
        .scenario()
        .start()
        .changes()
        .forEach((path, text) ->
            repaired.put(path, text.replaceAll("(?m)[ \\t]+$", "").stripTrailing() + "\n"));
    return world.github.push(
        begun.scenario().repository(),
        begun.scenario().start().branch(),
        repaired,
        login,
        "Repair it by hand");
  }
}
