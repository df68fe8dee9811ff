package io.closedloop.core.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One thing that a route may be told in its path or query: what is declared here is what is
 * accepted.
 *
 * @param description one line for the documentation of the API
 */
public record Parameter(String name, Kind kind, String description) {

  /** What its values are. */
  public sealed interface Kind {
    /** A whole number within bounds, and what it is when not given. */
    record Whole(int least, int most, int otherwise) implements Kind {}

    /** A text that the whole of the pattern matches; patterns must be ECMA's as well as Java's. */
    record Text(int longest, Pattern pattern) implements Kind {}

    /** One of these words. */
    record Word(List<String> words) implements Kind {
      public Word {
        words = List.copyOf(words);
      }
    }
  }

  /** A whole number. */
  public static Parameter whole(
      String name, int least, int most, int otherwise, String description) {
    return new Parameter(name, new Kind.Whole(least, most, otherwise), description);
  }

  /** A text that matches the pattern as a whole. */
  public static Parameter text(String name, int longest, String pattern, String description) {
    return new Parameter(name, new Kind.Text(longest, Pattern.compile(pattern)), description);
  }

  /** One of some words. */
  public static Parameter word(String name, List<String> words, String description) {
    return new Parameter(name, new Kind.Word(words), description);
  }

  /** What is wrong with the value, or empty; never repeats it. */
  Optional<String> problem(String value) {
    return switch (kind) {
      case Kind.Whole(int least, int most, int _) ->
          value.matches("-?[0-9]{1,9}")
                  && Integer.parseInt(value) >= least
                  && Integer.parseInt(value) <= most
              ? Optional.empty()
              : Optional.of("%s must be a whole number from %d to %d".formatted(name, least, most));
      case Kind.Text(int longest, Pattern pattern) ->
          value.length() <= longest && pattern.matcher(value).matches()
              ? Optional.empty()
              : Optional.of(
                  "%s must match %s and have %d characters at most"
                      .formatted(name, pattern, longest));
      case Kind.Word(var words) ->
          words.contains(value)
              ? Optional.empty()
              : Optional.of(name + " is one of " + String.join(", ", words));
    };
  }
}
