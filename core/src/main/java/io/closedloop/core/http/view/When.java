package io.closedloop.core.http.view;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An instant for people.
 *
 * @param iso for machines
 * @param words how long ago, or how soon
 * @param exact to the second, in UTC
 * @param clock the same without the year
 */
public record When(String iso, String words, String exact, String clock) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The instant as seen from now. */
  public static When of(Instant at, Instant now) {
    Duration ago = Duration.between(at, now);
    String words =
        ago.abs().toSeconds() < 5
            ? "now"
            : ago.isNegative() ? "in " + length(ago.negated()) : length(ago) + " ago";
    return new When(at.toString(), words, EXACT.format(at), CLOCK.format(at));
  }

  /** The instant within a sentence. */
  static String exact(Instant at) {
    return EXACT.format(at);
  }

  private static String length(Duration duration) {
    if (duration.toMinutes() < 1) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " days";
  }
}
