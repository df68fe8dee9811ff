package io.closedloop.core.github;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads from an answer whether, and until when, GitHub wants to be left alone. */
final class RateLimits {
  /** What GitHub's documentation asks for when it names no time. */
  static final Duration UNNAMED = Duration.ofMinutes(1);

  /** Clocks differ: a time that seems to have passed already would make us ask in a circle. */
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /** A longer wait than this is a broken header. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private RateLimits() {}

  /**
   * Until when to wait, or empty when the answer is no refusal for its rate: of a pause that was
   * asked for and the end of an hourly limit, the later.
   */
  static Optional<Instant> retryAt(Reply reply, Instant now) {
    if (!refused(reply)) {
      return Optional.empty();
    }
    Optional<Instant> named =
        Stream.of(asked(reply, now), exhausted(reply, now))
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder());
    boolean limit = named.isPresent() || reply.status() == 429 || secondary(reply);
    return limit ? Optional.of(named.orElse(now.plus(UNNAMED))) : Optional.empty();
  }

  /** Until when a refusal asks in so many words for a pause, whatever it says of other limits. */
  static Optional<Instant> asked(Reply reply, Instant now) {
    return refused(reply) ? retryAfter(reply, now) : Optional.empty();
  }

  private static boolean refused(Reply reply) {
    return reply.status() == 403 || reply.status() == 429;
  }

  /** Seconds or an HTTP date. */
  private static Optional<Instant> retryAfter(Reply reply, Instant now) {
    String value = reply.headers().get("retry-after");
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          believable(
              value.matches("\\d{1,9}")
                  ? now.plusSeconds(Long.parseLong(value))
                  : DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from),
              now));
    } catch (DateTimeParseException e) {
      return Optional.of(now.plus(UNNAMED));
    }
  }

  /** When an hourly limit that is used up begins anew. */
  static Optional<Instant> exhausted(Reply reply, Instant now) {
    return "0".equals(reply.headers().get("x-ratelimit-remaining"))
        ? number(reply, "x-ratelimit-reset").map(s -> believable(Instant.ofEpochSecond(s), now))
        : Optional.empty();
  }

  private static Instant believable(Instant until, Instant now) {
    Instant earliest = now.plus(SHORTEST);
    Instant latest = now.plus(LONGEST);
    return until.isBefore(earliest) ? earliest : until.isAfter(latest) ? latest : until;
  }

  static Optional<Quota> quota(Reply reply) {
    Optional<Long> limit = number(reply, "x-ratelimit-limit");
    Optional<Long> remaining = number(reply, "x-ratelimit-remaining");
    Optional<Long> reset = number(reply, "x-ratelimit-reset");
    return limit.isPresent() && remaining.isPresent() && reset.isPresent()
        ? Optional.of(
            new Quota(
                limit.get().intValue(),
                remaining.get().intValue(),
                Instant.ofEpochSecond(reset.get())))
        : Optional.empty();
  }

  private static boolean secondary(Reply reply) {
    String text = reply.body().utf8().toLowerCase(Locale.ROOT);
    return text.contains("secondary rate limit") || text.contains("abuse detection");
  }

  private static Optional<Long> number(Reply reply, String header) {
    String value = reply.headers().get(header);
    return value != null && value.matches("\\d{1,11}")
        ? Optional.of(Long.parseLong(value))
        : Optional.empty();
  }
}
