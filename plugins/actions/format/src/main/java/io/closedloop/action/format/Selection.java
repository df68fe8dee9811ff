package io.closedloop.action.format;

import java.util.List;

/** Which files are to be written. */
sealed interface Selection {

  /**
   * These.
   *
   * @param named whether the check named each of them, so that each must come out changed
   */
  record Files(List<String> files, boolean named) implements Selection {
    public Files {
      files = List.copyOf(files);
    }
  }

  /** None, because … */
  record None(String reason) implements Selection {}
}
