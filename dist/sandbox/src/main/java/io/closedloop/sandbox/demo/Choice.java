package io.closedloop.sandbox.demo;

import io.closedloop.sandbox.scenario.Scenario;
import io.closedloop.sandbox.scenario.Scenarios;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the words after {@code closedloop demo} ask for.
 *
 * @param exit to end when all scenarios have ended
 * @param list to name the scenarios and play none
 * @param only the names of those to play; empty for all
 */
record Choice(boolean exit, boolean list, List<String> only) {
  static final String USAGE = "usage: closedloop demo [--exit] [--list] [--only NAME]...";

  /** Empty when they make no sense. */
  static Optional<Choice> of(String... words) {
    boolean exit = false;
    boolean list = false;
    List<String> only = new ArrayList<>();
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "--exit" -> exit = true;
        case "--list" -> list = true;
        case "--only" -> {
          if (++i == words.length) {
            return Optional.empty();
          }
          only.add(words[i]);
        }
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Choice(exit, list, List.copyOf(only)));
  }

  /**
   * The scenarios to play.
   *
   * @throws DemoFailed when there is none of such a name
   */
  List<Scenario> scenarios() throws DemoFailed {
    List<Scenario> all = Scenarios.all();
    List<String> names = all.stream().map(Scenario::id).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new DemoFailed(
            "There is no scenario " + name + "; there are " + String.join(", ", names) + ".");
      }
    }
    return all.stream().filter(one -> only.isEmpty() || only.contains(one.id())).toList();
  }
}
