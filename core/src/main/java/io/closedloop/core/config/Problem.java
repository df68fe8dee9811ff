package io.closedloop.core.config;

import java.nio.file.Path;

/**
 * Something that keeps the server from starting, for the operator to read. It prints as {@code
 * file:line: message}.
 *
 * @param file the file at fault
 * @param line counted from 1; 0 where lines make no sense
 * @param message what is wrong, with which value, and what to do; never a secret
 */
public record Problem(String file, int line, String message) {

  /** A problem at a position. */
  public static Problem at(Position position, String message) {
    return new Problem(position.file(), position.shipped() ? 0 : position.line(), message);
  }

  /** A problem with a file as a whole. */
  public static Problem with(Path file, String message) {
    return new Problem(file.toString(), 0, message);
  }

  @Override
  public String toString() {
    return (line > 0 ? file + ":" + line : file) + ": " + message;
  }
}
