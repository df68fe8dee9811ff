package io.closedloop.core.config;

import java.util.List;

/**
 * What came of binding a section to a record: the record, or every problem found on the way.
 *
 * @param <R> the record
 */
public sealed interface Bound<R> {

  /** It fitted. */
  record Ok<R>(R value) implements Bound<R> {}

  /** It did not; never empty. */
  record Bad<R>(List<Problem> problems) implements Bound<R> {
    public Bad {
      problems = List.copyOf(problems);
    }
  }
}
