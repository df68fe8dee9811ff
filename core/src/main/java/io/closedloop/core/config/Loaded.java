package io.closedloop.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of loading.
 *
 * @param config null when there is any problem
 * @param plugins the plugin sections; there even when the rest has problems, so that theirs are
 *     found in the same run
 * @param names what plugins must bring, of every environment; there even when there are problems
 * @param problems all that were found, in the order of the files
 * @param notes what the operator should know besides
 * @param origins where each value comes from
 * @param secrets the secret values seen so far; grows while plugins bind their sections
 */
public record Loaded(
    @Nullable Config config,
    Plugins plugins,
    List<NamedUse> names,
    List<Problem> problems,
    List<Note> notes,
    Origins origins,
    Secrets secrets) {

  public Loaded {
    names = List.copyOf(names);
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }
}
