package io.closedloop.core.journal;

import java.util.regex.Pattern;

/** The name of one sequence of entries. */
public record Chain(String name) {
  // Names are part of what is hashed, line by line: no line breaks.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9:._/-]{1,200}");

  /** Logins, configuration, breakers, plugins and checkpoints. */
  public static final Chain SYSTEM = new Chain("system");

  public Chain {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a chain is named by 1 to 200 letters, digits and : . _ / -, not by \"%s\""
              .formatted(name));
    }
  }

  /** The chain of one incident. */
  public static Chain incident(String id) {
    return new Chain("incident:" + id);
  }
}
