package io.closedloop.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notes on actions that the operator listed as automatic while they still stand among the
 * supervised ones.
 */
final class NarrowerWins {
  private NarrowerWins() {}

  static List<Note> notes(Config config, Origins origins) {
    List<Note> notes = new ArrayList<>();
    config
        .recoveryActions()
        .categories()
        .forEach((category, lists) -> {
          for (int i = 0; i < lists.automaticActions().size(); i++) {
            String action = lists.automaticActions().get(i);
            Optional<Position> at =
                origins.at(
                    "recovery_actions",
                    "categories",
                    category,
                    "automatic_actions",
                    Integer.toString(i));
            if (at.isPresent() && lists.supervisedActions().contains(action)) {
              notes.add(Note.at(at.get(), words(category, action, lists)));
            }
          }
        });
    return notes;
  }

  private static String words(String category, String action, RecoveryActions.Lists lists) {
    List<String> rest =
        lists.supervisedActions().stream().filter(name -> !name.equals(action)).toList();
    return ("%s stands in supervised_actions of %s too, and the narrower wins: it asks first; to have"
            + " it done unasked write supervised_actions: %s beside it")
        .formatted(action, category, rest);
  }
}
