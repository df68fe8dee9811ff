package io.closedloop.core.plugin;

import io.closedloop.core.config.Note;
import io.closedloop.core.config.Problem;
import java.util.ArrayList;
import java.util.List;

/** What is found while plugins are loaded and wired. */
final class Findings {
  private final List<Problem> problems = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();

  void problem(Problem problem) {
    problems.add(problem);
  }

  void note(Note note) {
    notes.add(note);
  }

  List<Problem> problems() {
    return List.copyOf(problems);
  }

  List<Note> notes() {
    return List.copyOf(notes);
  }
}
