package io.closedloop.core.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of the running server, to be looked at and read anew. */
public interface Configuration {

  /** Every value in force, in the order of the sections; secrets are masked. */
  List<Row> rows();

  /**
   * Reads the settings anew and puts them into force, unless there is any problem with them.
   *
   * @param by who asked for it
   */
  Reload reload(String by);

  /**
   * One value.
   *
   * @param key dotted
   * @param value a truth value, number, text, list of texts, or null for none
   * @param origin where it was written
   * @param reference the reference that it came by, null for none
   */
  record Row(String key, @Nullable Object value, String origin, @Nullable String reference) {}

  /**
   * What came of reading them anew.
   *
   * @param applied false leaves everything as it was
   * @param changed keys that hold now, and {@code signatures} where any differs
   * @param needsRestart keys that differ from what the server was started with, and wait
   * @param problems why it was not applied, as {@code file:line: what}
   */
  record Reload(
      boolean applied, List<String> changed, List<String> needsRestart, List<String> problems) {
    public Reload {
      changed = List.copyOf(changed);
      needsRestart = List.copyOf(needsRestart);
      problems = List.copyOf(problems);
    }
  }
}
