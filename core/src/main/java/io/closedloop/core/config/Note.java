package io.closedloop.core.config;

/**
 * Something the operator should know that keeps nothing from working. It prints as {@code
 * file:line: message}.
 *
 * @param file the file that it concerns
 * @param line counted from 1; 0 where lines make no sense
 * @param message one sentence
 */
public record Note(String file, int line, String message) {

  /** A note on a position. */
  public static Note at(Position position, String message) {
    return new Note(position.file(), position.shipped() ? 0 : position.line(), message);
  }

  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file) + ": " + message;
  }
}
