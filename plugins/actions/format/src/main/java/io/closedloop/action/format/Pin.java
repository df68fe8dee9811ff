package io.closedloop.action.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version that a repository asks for.
 *
 * @param version numbers with dots, for example {@code 23.1.0}
 * @param where the file that says so, or "the log"
 */
record Pin(String version, String where) {
  private static final Pattern NUMBERS = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6}){1,3}");

  /** The first thing in a text that looks like a version. */
  static Optional<String> version(String text) {
    Matcher numbers = NUMBERS.matcher(text);
    return numbers.find() ? Optional.of(numbers.group()) : Optional.empty();
  }

  /** Whether another version is of the same year or major version, and so writes the same style. */
  boolean sameMajor(String other) {
    return major(version).equals(major(other));
  }

  /** Whether another version is this one, as far as this one is told. */
  boolean covers(String other) {
    return (other + ".").startsWith(version + ".");
  }

  private static String major(String version) {
    return version.split("\\.", 2)[0];
  }
}
